"""Homes of their own for measurements, which keep away from the user's image."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from batos.config import Loaded, Paths, load_config
from batos.evals.nursery import Nursery, nursery
from batos.inference import LocalThinker
from batos.living import LivingImage
from batos.plugins import load_plugins
from batos.testing import EchoBackend

__all__ = ["environment", "facts_of", "isolated_nursery", "temporary_folder", "wild_image"]

_KEPT = (
    *("BATOS_DEFAULT_BACKEND", "BATOS_BACKENDS__"),
    *("BATOS_ROLES__", "BATOS_CYCLE__", "BATOS_GUARDIAN__"),
)


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a process that lives in a home of its own.

    What chooses the model and the budgets is kept, so that another model can be measured; what
    could lead to the user's own image, port or plugins is not. The cache is the user's, since
    putting a model together is not what is measured.

    Args:
        home: The home.
        settings: Further variables.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("BATOS_") or name.startswith(_KEPT)
    }
    cache = str(Paths.find().cache_dir)
    return {**kept, "BATOS_HOME": str(home), "BATOS_CACHE": cache, **settings}


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Yield an empty folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="batos-bench-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextlib.contextmanager
def wild_image(folder: Path) -> Iterator[LivingImage]:
    """Yield an image without any plugin or model, for what concerns the image alone.

    Args:
        folder: Where its home is made.
    """
    loaded = _configuration(folder / "wild")
    loaded.paths.make()
    echo = LocalThinker({"echo": EchoBackend()}, {"default": "echo"})
    plugins = load_plugins(enabled=[])
    with LivingImage.open(loaded=loaded, plugins=plugins, thinker=echo) as image:
        yield image


@contextlib.contextmanager
def isolated_nursery(say: Callable[[str], None]) -> Iterator[Nursery]:
    """Yield a nursery with the model of the environment, and nothing else of the user's.

    Args:
        say: Told what is being done.

    Raises:
        BatosError: The image or the model cannot be had.
    """
    with temporary_folder() as folder, nursery(_configuration(folder), say=say) as home:
        yield home


def facts_of(home: Nursery) -> dict[str, object]:
    """Return the model and the budgets that missions run with."""
    cycle = home.loaded.config.cycle
    return {
        "model": ", ".join(f"{name} {value}" for name, value in home.describe().items()),
        "budget": f"{cycle.model_calls} model calls, {cycle.seconds:g} s, "
        f"{cycle.candidates} candidates, {cycle.repairs} repairs",
    }


def _configuration(home: Path) -> Loaded:
    return load_config(environ=environment(home))
