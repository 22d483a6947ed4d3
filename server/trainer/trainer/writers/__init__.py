"""Writes labelled tiles in the formats of other programs, a part at a time."""
