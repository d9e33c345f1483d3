"""Measuring how well an image learns, on missions whose right answers are known."""
