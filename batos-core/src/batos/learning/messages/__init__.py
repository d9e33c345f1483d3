"""Delivering messages to objects, and learning what is missing on the way."""
