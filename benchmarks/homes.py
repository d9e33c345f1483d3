"""Homes for one measurement each: a born image that is copied, and one model that all share."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from batos.config import Loaded, Paths, load_config
from batos.inference import (
    CancelToken,
    Completion,
    CompletionRequest,
    LocalThinker,
    Thinker,
)
from batos.mind.living import LivingImage
from batos.mind.thinking import local_thinker
from batos.plugins import PluginSet, load_plugins
from batos.testing import EchoBackend

__all__ = [
    "RECEIVER",
    "ROLE",
    "LentThinker",
    "Nursery",
    "environment",
    "nursery",
    "temporary_folder",
    "wild_image",
]

RECEIVER = "genesis"
"""The object that learns in missions."""
ROLE = "coder"
"""The role of inference that writes methods."""

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


class LentThinker:
    """A thinker that stays open when the image that it was lent to is closed.

    Args:
        thinker: The one that answers.

    Attributes:
        heard: Called with the seconds of each question, as it is answered.
    """

    def __init__(self, thinker: Thinker) -> None:
        self._thinker = thinker
        self.heard: Callable[[float], None] = lambda _seconds: None

    def begin(self) -> None:
        """Begin to learn something."""
        self._thinker.begin()

    def think(
        self,
        role: str,
        request: CompletionRequest,
        *,
        cancel: CancelToken | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Answer one request."""
        with self._timed():
            return self._thinker.think(role, request, cancel=cancel, on_text=on_text)

    def sample(
        self,
        role: str,
        requests: Sequence[CompletionRequest],
        *,
        cancel: CancelToken | None = None,
    ) -> list[Completion]:
        """Answer several requests."""
        with self._timed():
            return self._thinker.sample(role, requests, cancel=cancel)

    def describe(self, role: str) -> dict[str, str]:
        """Return who answers for a role."""
        return self._thinker.describe(role)

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        finally:
            self.heard(time.monotonic() - begun)


@dataclass(frozen=True)
class Nursery:
    """A born image to copy, and the model.

    Attributes:
        folder: Where homes are made.
        plugins: What is installed.
        thinker: The model, loaded and warm.
    """

    folder: Path
    plugins: PluginSet
    thinker: LentThinker

    @contextlib.contextmanager
    def image(self) -> Iterator[LivingImage]:
        """Yield an image that has learned nothing yet; it is gone afterwards.

        Each is a copy of the same newborn one, so that no mission helps or hinders another.
        """
        home = Path(tempfile.mkdtemp(dir=self.folder))
        try:
            shutil.copytree(_newborn(self.folder), home, dirs_exist_ok=True)
            loaded = _configuration(home)
            with LivingImage.open(
                loaded=loaded, plugins=self.plugins, thinker=self.thinker
            ) as image:
                # As the image worker does at its start, in the background.
                image.warm()
                yield image
        finally:
            shutil.rmtree(home, ignore_errors=True)

    @property
    def loaded(self) -> Loaded:
        """The configuration of every copy."""
        return _configuration(_newborn(self.folder))

    def facts(self) -> dict[str, object]:
        """Return the model and the budgets that missions run with."""
        cycle = self.loaded.config.cycle
        described: Mapping[str, str] = self.thinker.describe(ROLE)
        return {
            "model": ", ".join(f"{name} {value}" for name, value in described.items()),
            "budget": f"{cycle.model_calls} model calls, {cycle.seconds:g} s, "
            f"{cycle.candidates} candidates, {cycle.repairs} repairs",
        }


def _newborn(folder: Path) -> Path:
    return folder / "newborn"


def _configuration(home: Path) -> Loaded:
    return load_config(environ=environment(home))


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
def nursery(say: Callable[[str], None]) -> Iterator[Nursery]:
    """Yield a nursery with a newborn image and a loaded model.

    Args:
        say: Told what is being done.

    Raises:
        BatosError: The image or the model cannot be had.
    """
    with temporary_folder() as folder:
        loaded = _configuration(_newborn(folder))
        loaded.paths.make()
        plugins = load_plugins()
        thinker = local_thinker(loaded, plugins)
        try:
            say("loading the model")
            # One short answer, so that no measurement pays for loading or for the first touch.
            thinker.think(ROLE, CompletionRequest(prompt="def answer():\n", max_tokens=4))
            say("bearing an image")
            lent = LentThinker(thinker)
            LivingImage.open(loaded=loaded, plugins=plugins, thinker=lent).close()
            yield Nursery(folder, plugins, lent)
        finally:
            thinker.close()
