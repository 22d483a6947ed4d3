"""Base models: one module per kind, found through the registry."""
