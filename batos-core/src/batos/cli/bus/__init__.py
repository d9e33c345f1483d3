"""Engines: personas in processes of their own, and what is told to them."""
