"""From the configuration to the transactions of an image, and to what tries its candidates."""

from __future__ import annotations

from batos.config import Loaded
from batos.guardian.running.run import GuardedRunner
from batos.guardian.trial.reports import TrialLimits
from batos.guardian.trial.trial import Trial
from batos.image import Session, storage_errors
from batos.stewardship.approval.policy import governs

__all__ = ["configured_trial", "guarded_session"]


def guarded_session(loaded: Loaded, uri: str) -> Session:
    """Return the session of an image whose methods run guarded.

    Raises:
        ImageError: The image cannot be opened.
    """
    guard = loaded.config.guardian
    # Conflicts cross the guard unchanged, since the session runs the message again.
    runner = GuardedRunner(fuel=guard.fuel, seconds=guard.seconds, passthrough=storage_errors(uri))
    size = loaded.config.image.cache_size
    return Session(uri, lambda: runner, cache_size=size, governs=governs)


def configured_trial(loaded: Loaded) -> Trial:
    """Return a trial with the configured limits."""
    guard = loaded.config.guardian
    return Trial(TrialLimits(seconds=guard.trial_seconds, memory_bytes=guard.trial_memory_mb << 20))
