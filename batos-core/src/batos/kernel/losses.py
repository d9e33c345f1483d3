"""What becomes of the requests of a worker that died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from batos.errors import BatosError, CancelledError
from batos.wire.faults import EngineKilledError, EngineLostError

if TYPE_CHECKING:
    from batos.kernel.engines import Engine
    from batos.kernel.jobs import Job

__all__ = ["loss", "may_run_again"]


def may_run_again(job: Job, engine: Engine) -> bool:
    """Return whether a request of a dead worker may be given to the next one.

    It may when the worker had not begun it; or, once, when running it twice does no harm and its
    client has not been told anything that would be told twice.
    """
    if job.cancelled or job.children or job.body is None or engine.state == "stopped":
        return False
    if engine.begun is not None and job.key not in engine.begun:
        return True
    harmless = job.type in engine.idempotent and job.key not in engine.suspects
    return harmless and not job.tries and not job.seq


def loss(job: Job, engine: Engine) -> BatosError:
    """Return what the client of a request is told that died with its worker."""
    if job.cancelled and engine.asked:
        return CancelledError(f"Cancelled: {job.cancelled}.")
    details = {"engine": engine.name, "cause": engine.cause}
    suspect = engine.suspects.get(job.key)
    if suspect is not None:
        again = "It was the first worker; a second one puts the method into quarantine."
        quarantined = "The method goes into quarantine: see 'batos guardian quarantine'."
        return EngineKilledError(
            f"The {engine.name} worker ended while it ran {suspect.text}: {engine.cause}. "
            "Nothing of it was stored.",
            hint=quarantined if suspect.condemned else again,
            details={
                **details,
                "method": suspect.text,
                "seconds": round(suspect.seconds, 3),
                "deaths": suspect.deaths,
            },
        )
    if job.cancelled:
        return CancelledError(f"Cancelled: {job.cancelled}.")
    return EngineLostError(
        f"The {engine.name} worker ended while it had this request: {engine.cause}.",
        hint="It is started again by itself; nothing was half done. A cycle that was interrupted "
        "goes on: 'batos cycles' lists it.",
        details=details,
    )
