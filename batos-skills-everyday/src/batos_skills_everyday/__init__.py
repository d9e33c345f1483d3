"""Proven methods for every day, as skill files."""
