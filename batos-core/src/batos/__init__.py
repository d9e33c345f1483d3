"""A living image that learns.

``batos.open(uri)`` opens an image and everything that thinks in it, in one process::

    import batos

    with batos.open("live_image.fs") as image:
        image.ask("write a method that doubles a number; e.g. 3 gives 6")
        print(image.send("genesis", "double_number", 21))
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from batos.version import __version__

if TYPE_CHECKING:
    from batos.living import LivingImage

__all__ = ["__version__", "open"]


def open(uri: str | None = None, **options: Any) -> LivingImage:  # noqa: A001 - reads as batos.open
    """Open a living image in this process.

    Args:
        uri: Where the image is, such as ``file:///home/me/live_image.fs``; the configured image
            when left out.
        options: Keyword arguments of :meth:`batos.living.LivingImage.open`.

    Returns:
        The image, to be used in a ``with`` statement.

    Raises:
        ImageError: The image cannot be opened.
    """
    from batos.living import LivingImage

    return LivingImage.open(uri, **options)
