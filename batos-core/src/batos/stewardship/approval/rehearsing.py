"""Running what waits as if it were installed, on a scratch view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from batos.errors import UsageError
from batos.objects import Method, UvmObject, install_method, lookup
from batos.stewardship.approval.checking import receiver_of
from batos.stewardship.approval.waiting import outcome_of
from batos.stewardship.scratch_run import ScratchRun, run_on_scratch

if TYPE_CHECKING:
    from batos.guardian.trial.reports import TrialLimits
    from batos.image import Root, Session
    from batos.objects.surroundings import Watch

__all__ = ["rehearse"]


def rehearse(
    session: Session,
    change: Mapping[str, Any],
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    *,
    receiver: str,
    limits: TrialLimits,
    watch: Watch | None = None,
) -> ScratchRun:
    """Send a message as if a waiting change were installed; nothing of it is kept.

    Args:
        session: The image.
        change: The waiting change.
        args: Positional arguments, plain data.
        kwargs: Keyword arguments, plain data.
        receiver: Who is sent the message; the change's own receiver where it is empty.
        limits: Fuel and seconds that it may use.
        watch: Told that a method runs.

    Raises:
        UnknownNameError: There is no such receiver.
        UsageError: The change's own receiver is gone, or it is a whole object.
        GuardianError: The method failed or was stopped.
    """
    if outcome_of(change).kind == "object":
        raise UsageError(
            f"{change['selector']} is an object, which can be tried when it is there.",
            hint=f"Approve it, and take it back if it is not right: batos undo "
            f"{change['selector']}",
        )

    def prepare(root: Root) -> UvmObject:
        obj = root.find(receiver) if receiver else receiver_of(root, change)
        _install(root, obj, change)
        return obj

    return run_on_scratch(
        session,
        prepare,
        change["selector"],
        args,
        kwargs,
        # No name of a method: one that hangs here is not the one that the image has now.
        label=f"waiting change {change['id']}",
        limits=limits,
        watch=watch,
    )


def _install(root: Root, obj: UvmObject, change: Mapping[str, Any]) -> None:
    """Put the method where it would be, and on the receiver where that does not delegate there."""
    for target in (receiver_of(root, change), obj):
        found = lookup(target, change["selector"])
        if found is not None and found[1] is not None and _is_new(found[1], change):
            continue
        verdict = change["verdict"]
        install_method(
            target,
            Method(
                selector=change["selector"],
                source=change["source"],
                signature=change["signature"],
                mutator=bool(verdict["mutator"]),
                verdict=verdict,
            ),
        )


def _is_new(value: Any, change: Mapping[str, Any]) -> bool:
    return type(value) is Method and value._p_jar is None and value.source == change["source"]
