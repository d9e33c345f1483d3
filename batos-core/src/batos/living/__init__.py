"""LivingImage: an image with everything that thinks in it, composed in one place.

The kernel's image worker and a program that imports ``batos`` use the same one; they differ in
the thinker that they hand in.
"""

from __future__ import annotations

from batos.living.image import LivingImage

__all__ = ["LivingImage"]
