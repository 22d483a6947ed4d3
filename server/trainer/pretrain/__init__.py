"""Pretraining of the starter model that ships with the studio; nothing here is needed to use it."""
