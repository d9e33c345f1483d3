"""A newborn image to copy for each mission, so that none helps or hinders another."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from batos.config import Loaded, Paths
from batos.evals.metering import MeteredThinker, MeteredTrial, Use
from batos.guardian.trial.reports import TrialLimits
from batos.inference import CompletionRequest, LocalThinker
from batos.learning.model.machine import PERSONA
from batos.living import LivingImage
from batos.plugins import PluginSet, load_plugins
from batos.plugins.backends import local_thinker

__all__ = ["WRITER", "Nursery", "nursery"]

WRITER = "coder"
"""The role of inference that writes methods."""
_WRITES = "SYNTHESIZING"
_FIRST = CompletionRequest(prompt="def answer():\n", max_tokens=4, deadline_s=600.0)


class Nursery:
    """Makes scratch images, with one model and one trial process for all of them.

    Args:
        folder: Where their homes are made.
        loaded: The configuration.
        plugins: What is installed.
        thinker: The model.
        seed: Moves the seeds of what is asked of it.

    Attributes:
        loaded: The configuration.
        writer: The persona that writes in a newborn image; empty for none.
    """

    def __init__(
        self,
        folder: Path,
        loaded: Loaded,
        plugins: PluginSet,
        thinker: LocalThinker,
        seed: int = 0,
    ) -> None:
        guard = loaded.config.guardian
        self.thinker = MeteredThinker(thinker, seed)
        self.trial = MeteredTrial(
            TrialLimits(seconds=guard.trial_seconds, memory_bytes=guard.trial_memory_mb << 20)
        )
        self.loaded = loaded
        places = {each.serves.get(_WRITES): each.name for each in plugins.personas()}
        self.writer = places.get(PERSONA, "")
        self._folder = folder
        self._plugins = plugins

    def bear(self) -> None:
        """Make the newborn image, and compile its proven methods in the trial process."""
        with self._opened(self._folder / "newborn") as image:
            image.warm()

    @contextlib.contextmanager
    def image(self) -> Iterator[LivingImage]:
        """Yield a copy of the newborn image; it is gone afterwards."""
        home = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            shutil.copytree(self._folder / "newborn", home, dirs_exist_ok=True)
            with self._opened(home) as image:
                yield image
        finally:
            shutil.rmtree(home, ignore_errors=True)

    def metered(self) -> Use:
        """Return what counts from now on."""
        use = self.thinker.use = self.trial.use = Use()
        return use

    def describe(self) -> Mapping[str, str]:
        """Return which model writes."""
        return self.thinker.describe(WRITER, self.writer)

    def _opened(self, home: Path) -> LivingImage:
        return LivingImage.open(
            (home / "live_image.fs").as_uri(),
            loaded=_at(home, self.loaded),
            plugins=self._plugins,
            thinker=self.thinker,
            trial=self.trial,
        )


def _at(folder: Path, loaded: Loaded) -> Loaded:
    """Return a configuration with its folders elsewhere, but for the cache of model files."""
    return replace(loaded, paths=Paths(folder, folder, folder, folder, loaded.paths.cache_dir))


@contextlib.contextmanager
def nursery(
    loaded: Loaded,
    *,
    seed: int = 0,
    say: Callable[[str], None] = lambda _text: None,
    plugins: PluginSet | None = None,
    thinker: LocalThinker | None = None,
) -> Iterator[Nursery]:
    """Yield a nursery with a newborn image and a loaded model.

    Args:
        loaded: The configuration.
        seed: Moves the seeds of what is asked of the model.
        say: Told what is being done.
        plugins: What is installed; found when left out.
        thinker: The model; the configured backends in this process when left out. It is closed.

    Raises:
        BatosError: The model or the image cannot be had.
    """
    chosen = loaded.config.plugins
    found = plugins or load_plugins(enabled=chosen.enabled, disabled=chosen.disabled)
    with tempfile.TemporaryDirectory(prefix="batos-eval-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # What is asked is logged here, and is gone with the images.
        model = thinker or local_thinker(_at(folder, loaded), found)
        made = Nursery(folder, loaded, found, model, seed)
        try:
            say("Loading the model…")
            # A short answer, so that no mission pays for loading or for the first touch.
            model.think(WRITER, replace(_FIRST, persona=made.writer))
            say("Bearing an image…")
            made.bear()
            yield made
        finally:
            made.trial.end()
            model.close()
