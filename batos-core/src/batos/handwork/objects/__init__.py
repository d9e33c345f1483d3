"""Shaping: a person makes objects, gives them values and parents, and takes them away."""
