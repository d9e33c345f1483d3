"""The image of a system that is down: looked at in this process, and left as it is.

What the image worker would answer is answered here, by the same table of routes; but only what
reads, and nothing that runs a method: those run in workers, which can be ended.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from batos.config import Loaded, public_uri
from batos.errors import ImageMissingError

if TYPE_CHECKING:
    from batos.living import LivingImage
    from batos.wire.messages.request import Request

__all__ = ["StillImage", "still_image"]

A = TypeVar("A")


class StillImage:
    """Answers what a kernel would answer about its image.

    Args:
        image: An image that is open to be read.
    """

    def __init__(self, image: LivingImage) -> None:
        from batos.kernel.handlers import ROUTES

        self._image = image
        self._routes = {route.type: route for route in ROUTES if route.idempotent}

    def request(self, asked: Request[A]) -> A:
        """Return the answer to a request.

        Args:
            asked: What is asked; something that only reads.

        Raises:
            BatosError: What a worker would have answered.
        """
        from batos.kernel.base.context import Exchange, JobContext
        from batos.wire.codec import decode_body, encode_body
        from batos.wire.messages.frame import MAX_WORKER_BODY, Header
        from batos.wire.messages.request import answered

        exchange = Exchange(lambda _frames: None, _never)
        job = JobContext(Header(kind="req", type=asked.TYPE), exchange)
        # Through the wire's own form: what comes of that is what the answer of a kernel looks like.
        question = decode_body(encode_body(asked))
        answer = self._routes[asked.TYPE].run(self._image, question, job)
        return answered(asked, decode_body(encode_body(answer), MAX_WORKER_BODY))


def _never(_what: str) -> None:
    raise AssertionError("what only reads waits for nobody")


@contextlib.contextmanager
def still_image(loaded: Loaded) -> Iterator[StillImage]:
    """Open the configured image to be read: nothing is locked, nothing in it is changed.

    Raises:
        ImageMissingError: There is none; the hint says how to begin.
        ImageError: It cannot be read.
    """
    from batos.cli.reach.installed import installed
    from batos.guardian.running.run import GuardedRunner
    from batos.guardian.trial.trial import Trial
    from batos.image import Session
    from batos.inference import LocalThinker
    from batos.living import LivingImage

    cache_size = loaded.config.image.cache_size
    try:
        session = Session(_for_reading(loaded.image_uri), GuardedRunner, cache_size=cache_size)
    except ImageMissingError as error:
        raise ImageMissingError("There is no image yet.", hint="Make one: batos up") from error
    session.public_uri = public_uri(loaded.image_uri)
    try:
        thinker = LocalThinker({}, {})
        with LivingImage(session, loaded, installed(loaded), thinker, Trial()) as image:
            yield StillImage(image)
    finally:
        session.close()


def _for_reading(uri: str) -> str:
    """Return the URI of an image with the option that nothing may be changed."""
    if "://" not in uri:
        uri = Path(uri).expanduser().absolute().as_uri()
    return uri if "read_only=" in uri else f"{uri}{'&' if '?' in uri else '?'}read_only=1"
