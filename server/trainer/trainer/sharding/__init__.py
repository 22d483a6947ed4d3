"""Several processes on one run: who starts them, how they agree, how the model is divided."""
