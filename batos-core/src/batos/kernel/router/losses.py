"""What becomes of the requests of a worker that died."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from batos.errors import BatosError, CancelledError
from batos.wire.faults import EngineKilledError, EngineLostError, EngineUnavailableError

if TYPE_CHECKING:
    from batos.kernel.base.autopsy import Kind
    from batos.kernel.base.blame import Suspect
    from batos.kernel.router.engines import Engine
    from batos.kernel.router.jobs import Job

__all__ = ["loss", "may_run_again", "unavailable", "way_up"]

_MOST_MOVES = 5
"""Workers that may die before they come to a request; then its client is told."""


def may_run_again(job: Job, engine: Engine) -> bool:
    """Return whether a request of a dead worker may be given to the next one.

    It may when the worker had not begun it, a few times; or, once, when running it twice does no
    harm and its client has not been told anything that would be told twice.
    """
    if job.cancelled or job.children or job.body is None or engine.state == "stopped":
        return False
    if engine.begun is not None and job.key not in engine.begun:
        return job.moves < _MOST_MOVES
    suspect = engine.suspects.get(job.key)
    guilty = suspect is not None and (suspect.kind != "message" or suspect.condemned)
    harmless = job.type in engine.idempotent and not guilty
    return harmless and not job.tries and not job.seq


def loss(job: Job, engine: Engine) -> BatosError:
    """Return what the client of a request is told that died with its worker."""
    if job.cancelled and engine.asked:
        return CancelledError(f"Cancelled: {job.cancelled}.")
    details = {"engine": engine.name, "cause": engine.cause}
    suspect = engine.suspects.get(job.key)
    if suspect is not None and (suspect.kind != "message" or suspect.condemned):
        return _blamed(suspect, engine, details)
    if job.cancelled:
        return CancelledError(f"Cancelled: {job.cancelled}.")
    return EngineLostError(
        f"{engine.named()} ended while it had this request: {engine.cause}.",
        hint=f"Send it again when it is back; {way_up(engine)}."
        if engine.member
        else "It is started again by itself; nothing was half done. A cycle that was interrupted "
        "goes on: 'batos cycles' lists it.",
        details=details,
    )


def unavailable(engine: Engine) -> EngineUnavailableError:
    """Return what those are told who wait for a worker that does not come up."""
    return EngineUnavailableError(
        f"{engine.named()} does not come up: {engine.text or engine.cause}.",
        hint=(engine.fault or {}).get("hint") or way_up(engine),
        details={"engine": engine.name, "cause": engine.cause},
    )


def way_up(engine: Engine) -> str:
    """Return what to do about a worker or an engine that is not up."""
    if engine.member:
        return f"a persona is run by: batos engine {engine.name}"
    return "batos doctor shows what is wrong"


_DOINGS: Mapping[Kind, tuple[str, str, str]] = {
    "method": (
        "it ran {}",
        "It was the first worker; a second one puts the method into quarantine.",
        "The method goes into quarantine: see 'batos guardian quarantine'.",
    ),
    "object": (
        "it loaded the object {}",
        "It was the first worker; at a second one the object is set aside.",
        "The object is set aside: 'batos objects' lists it.",
    ),
    "message": (
        "it carried out this request ({})",
        "",
        "It was the second worker; this request is not carried out again.",
    ),
}
"""What a worker did when it died, and what is said of the first and of the last such death."""


def _blamed(suspect: Suspect, engine: Engine, details: dict[str, Any]) -> EngineKilledError:
    doing, first, last = _DOINGS[suspect.kind]
    return EngineKilledError(
        f"The {engine.name} worker ended while {doing.format(suspect.text)}: {engine.cause}. "
        "Nothing of it was stored.",
        hint=last if suspect.condemned else first,
        details={
            **details,
            suspect.kind: suspect.text,
            "seconds": round(suspect.seconds, 3),
            "deaths": suspect.deaths,
        },
    )
