"""Ways to train: one module per method, found through the registry; nothing else knows which."""
