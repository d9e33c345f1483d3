"""A message to a method that is there, on a scratch view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from batos.errors import UsageError
from batos.objects import Method, UvmObject, check_slot_name
from batos.objects.addresses import method_address
from batos.stewardship.scratch_run import ScratchRun, run_on_scratch

if TYPE_CHECKING:
    from batos.guardian.trial.reports import TrialLimits
    from batos.image import Root, Session
    from batos.objects.surroundings import Watch

__all__ = ["method_of", "try_method"]


def method_of(root: Root, address: str) -> tuple[UvmObject, Method]:
    """Return a receiver and the method that it understands, its own or not.

    Raises:
        UnknownNameError: There is no such object or method.
        UsageError: It is a value.
    """
    name, selector = method_address(address)
    receiver = root.find(name)
    value = root.method(receiver, selector)[1]
    if not isinstance(value, Method):
        raise UsageError(
            f"{address} is a value, not a method.", hint=f"Look at it: batos show {address}"
        )
    return receiver, value


def try_method(
    session: Session,
    address: str,
    args: tuple[Any, ...],
    kwargs: Mapping[str, Any],
    *,
    state: Mapping[str, Any],
    limits: TrialLimits,
    watch: Watch | None,
) -> ScratchRun:
    """Run a method (see :meth:`batos.handwork.methods.handwork.Handwork.try_`)."""

    def prepare(root: Root) -> UvmObject:
        receiver, _ = method_of(root, address)
        for slot, value in state.items():
            setattr(receiver, check_slot_name(slot), value)
        return receiver

    selector = method_address(address)[1]
    return run_on_scratch(
        session, prepare, selector, args, kwargs, label=address, limits=limits, watch=watch
    )
