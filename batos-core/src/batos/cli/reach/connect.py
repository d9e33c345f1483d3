"""Reaching the kernel from the command line, or the image of a system that is down."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from batos.config import Loaded, load_config
from batos.errors import KernelNotRunningError

if TYPE_CHECKING:
    from batos.cli.reach.still import StillImage
    from batos.wire import KernelClient

__all__ = ["connected", "looking"]

_STILL = "The system is down; this is the image as it was left."


@contextlib.contextmanager
def connected(loaded: Loaded | None = None) -> Iterator[KernelClient]:
    """Yield a client of the running kernel.

    Raises:
        KernelNotRunningError: No kernel runs; the hint says how to start one.
        KeyRefusedError: The kernel does not know our key.
    """
    from batos.wire import KernelClient

    paths = (loaded or load_config()).paths
    with KernelClient.connect(paths.runtime_dir) as client:
        yield client


@contextlib.contextmanager
def looking(loaded: Loaded | None = None) -> Iterator[KernelClient | StillImage]:
    """Yield what answers questions that change nothing: the kernel, or the image itself.

    Raises:
        ImageMissingError: No kernel runs, and there is no image.
        ImageError: No kernel runs, and the image cannot be read.
        KernelNotRunningError: A kernel has the folder, but cannot be reached.
        WireError: A kernel runs, but cannot be reached.
    """
    from batos.wire.connection import Connection

    settings = loaded or load_config()
    try:
        Connection.read(settings.paths.runtime_dir)
    except KernelNotRunningError as error:
        if "holder" in error.details:
            raise
        from batos.cli.reach.still import still_image

        with still_image(settings) as image:
            click.echo(click.style(_STILL, dim=sys.stderr.isatty()), err=True)
            yield image
        return
    with connected(settings) as client:
        yield client
