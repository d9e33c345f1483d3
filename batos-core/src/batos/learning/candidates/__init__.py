"""Candidates: what each does, what speaks for it, and those that are made of proven methods."""
