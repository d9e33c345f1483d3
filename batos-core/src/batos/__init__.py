"""A living image that learns.

``batos.open(uri)`` opens an image and everything that thinks in it, in one process::

    import batos

    with batos.open("live_image.fs") as image:
        image.ask("write a method that doubles a number; e.g. 3 gives 6")
        print(image.send("genesis", "double_number", 21))

What stands in ``__all__`` here, in :mod:`batos.plugins` and in :mod:`batos.testing` is what a
program may rely on; all else may change with any version. A name is loaded when it is first used,
so that importing this package costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from batos import errors
from batos.errors import *  # noqa: F403 - all of the tree, as its own __all__ says
from batos.lazy import attributes_of
from batos.version import __version__

if TYPE_CHECKING:
    from batos.care.copying import copy_image
    from batos.config import Loaded, load_config
    from batos.exchange.manifest import Signer
    from batos.exchange.parcel import read_parcel, sealed, write_parcel
    from batos.exchange.reports import ImportOptions
    from batos.genesis import StepReport
    from batos.inference import Thinker
    from batos.learning.model.brief import MissionBrief
    from batos.learning.model.outcome import Delivery, Outcome, Reply
    from batos.learning.model.question import Answer, Question
    from batos.living import LivingImage
    from batos.objects import Example, UvmObject
    from batos.plugins import CycleEvent, PluginSet
    from batos.wire import KernelClient

__all__ = [
    "Answer",
    "CycleEvent",
    "Delivery",
    "Example",
    "ImportOptions",
    "KernelClient",
    "LivingImage",
    "Loaded",
    "MissionBrief",
    "Outcome",
    "Question",
    "Reply",
    "Signer",
    "UvmObject",
    "__version__",
    "copy_image",
    "load_config",
    "open",
    "read_parcel",
    "sealed",
    "write_parcel",
]
__all__ += errors.__all__

_HOMES = {
    "Answer": "batos.learning.model.question",
    "CycleEvent": "batos.plugins.cycle_event",
    "Delivery": "batos.learning.model.outcome",
    "Example": "batos.objects",
    "ImportOptions": "batos.exchange.reports",
    "KernelClient": "batos.wire",
    "LivingImage": "batos.living",
    "Loaded": "batos.config",
    "MissionBrief": "batos.learning.model.brief",
    "Outcome": "batos.learning.model.outcome",
    "Question": "batos.learning.model.question",
    "Reply": "batos.learning.model.outcome",
    "Signer": "batos.exchange.manifest",
    "UvmObject": "batos.objects",
    "copy_image": "batos.care.copying",
    "load_config": "batos.config",
    "read_parcel": "batos.exchange.parcel",
    "sealed": "batos.exchange.parcel",
    "write_parcel": "batos.exchange.parcel",
}
"""Where that is which is loaded when it is first used."""


__getattr__ = attributes_of(__name__, _HOMES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def open(  # noqa: A001 - reads as batos.open
    uri: str | None = None,
    *,
    loaded: Loaded | None = None,
    plugins: PluginSet | None = None,
    thinker: Thinker | None = None,
    on_step: Callable[[StepReport], None] | None = None,
) -> LivingImage:
    """Open a living image in this process.

    Args:
        uri: Where the image is: a path, or a URI such as ``file:///home/me/live_image.fs``; the
            configured image when left out.
        loaded: The configuration, from :func:`load_config`; the user's own when left out.
        plugins: What is installed, from :func:`batos.plugins.load_plugins`; found when left out.
        thinker: Answers prompts; the configured backends, in this process, when left out.
        on_step: Told of each step by which a new image comes into being.

    Returns:
        The image, to be used in a ``with`` statement.

    Raises:
        ConfigError: The configuration cannot be used.
        ImageError: The image cannot be opened.
        PluginError: What a plugin brings cannot be taken into the image.
    """
    from batos.living import LivingImage

    return LivingImage.open(uri, loaded=loaded, plugins=plugins, thinker=thinker, on_step=on_step)
