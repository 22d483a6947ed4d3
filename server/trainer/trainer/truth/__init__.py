"""Turns ground truth that exists already into what every tile of a scene holds."""
