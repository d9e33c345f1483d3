"""How a kernel that has ended is started again, and when nobody should try any longer."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from batos.counting import counted
from batos.errors import BatosError
from batos.kernel.base.settings import RestartPolicy
from batos.kernel.process.child import cause_of_death
from batos.kernel.process.service import KernelExit

__all__ = ["Death", "Endurance", "Verdict"]

_USAGE = 2
_KILLED = -9
"""By a person, or by a system without memory; what a process does to itself has other names."""
_HOPELESS: Mapping[int, str] = {
    KernelExit.CONFIG: "the configuration cannot be used",
    KernelExit.PERMISSION: "its keys or its folder are open to others",
    KernelExit.IMAGE_DAMAGED: "the image is damaged",
}
"""Ends that another start cannot mend."""


@dataclass(frozen=True)
class Death:
    """How a kernel ended.

    Attributes:
        text: What ended it, in a few words or a sentence.
        code: What it exited with, as of :class:`KernelExit`.
        outside: Whether somebody else has killed it, so that it may be in good health.
        hint: What to do about it.
    """

    text: str
    code: int = KernelExit.INTERNAL
    outside: bool = False
    hint: str = ""

    @classmethod
    def at_start(cls, error: BatosError) -> Death:
        """Return the death of a kernel that never was ready."""
        code = error.details.get("exit_code")
        if not isinstance(code, int):
            return cls(error.message, KernelExit.of(error), hint=error.hint)
        outside = code == _KILLED
        known = KernelExit.CONFIG if code == _USAGE else max(code, 0) or KernelExit.INTERNAL
        return cls(error.message, KernelExit.STOPPED if code == 0 else known, outside, error.hint)

    @classmethod
    def of_process(cls, returncode: int) -> Death:
        """Return the death of a kernel that was ready."""
        if returncode >= 0:
            return cls(cause_of_death(returncode), returncode)
        return cls(cause_of_death(returncode), outside=returncode == _KILLED)

    @property
    def intended(self) -> bool:
        """Whether somebody has stopped it."""
        return self.code == KernelExit.STOPPED


@dataclass(frozen=True)
class Verdict:
    """What follows from a death.

    Attributes:
        delay: Seconds until the next start; None for never.
        reason: Why it is never started again.
    """

    delay: float | None
    reason: str = ""


OWN = RestartPolicy(first_s=0.25, breaker=7, window_s=120.0)
"""How a kernel is started again that failed by itself."""
OUTSIDE = RestartPolicy(cap_s=1.0, breaker=100, window_s=300.0)
"""How one is started again that was killed: it works, and somebody may be waiting for it."""


class Endurance:
    """Keeps count of deaths.

    Args:
        own: How a kernel is started again that failed by itself.
        outside: How one is that was killed.
    """

    def __init__(self, own: RestartPolicy = OWN, outside: RestartPolicy = OUTSIDE) -> None:
        self._own = own
        self._outside = outside
        self._deaths: deque[tuple[float, bool]] = deque(maxlen=1000)

    def judge(self, death: Death, now: float) -> Verdict:
        """Return whether and when a kernel is started again.

        Args:
            death: How it ended.
            now: Monotonic time.
        """
        if hopeless := _HOPELESS.get(death.code):
            return Verdict(None, f"{hopeless}: {death.text}")
        self._deaths.append((now, death.outside))
        policy = self._outside if death.outside else self._own
        count = sum(
            1
            for when, outside in self._deaths
            if outside == death.outside and now - when < policy.window_s
        )
        if policy.broken(count):
            minutes = counted(round(policy.window_s / 60), "minute")
            text = death.text.rstrip(".")
            return Verdict(None, f"it ended {count} times within {minutes}, at last: {text}")
        noise = random.uniform(-1, 1)  # noqa: S311 - jitter, not a secret
        return Verdict(policy.delay(count, noise))
