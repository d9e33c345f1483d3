"""Talking with the image: what is asked in plain language, and who answers."""
