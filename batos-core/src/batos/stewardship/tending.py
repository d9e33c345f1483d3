"""Keeping what is stored sound: judged by the rules of today, in quarantine, awake again."""

from __future__ import annotations

from collections.abc import Callable

from batos.stewardship.health.quarantine import lift, list_quarantine
from batos.stewardship.health.recheck import RecheckReport, is_recheck_due, recheck, rules_version
from batos.stewardship.looking import Looking
from batos.wire.messages.image import QuarantineLine

__all__ = ["Tending"]


class Tending(Looking):
    """Sees to it that the methods and objects of an image are sound."""

    @property
    def rules_changed(self) -> bool:
        """Whether other rules than those of today judged the stored methods last."""
        return is_recheck_due(self.session, rules_version(self.plugins))

    def recheck(self, pause: Callable[[], bool] = lambda: False) -> RecheckReport:
        """Judge every stored method by the rules of today (see :func:`recheck`).

        It may run in a thread of its own, while the image already answers.

        Args:
            pause: Called every few methods; may wait, and returns whether to stop.
        """
        rules = self.plugins.guardian_rules()
        return recheck(self.session, rules_version(self.plugins), rules, pause=pause)

    def quarantine(self) -> list[QuarantineLine]:
        """Return the methods in quarantine, a line each, with the reason."""
        with self.session.read() as root:
            return list_quarantine(root)

    def lift(self, address: str) -> QuarantineLine:
        """Let a method be run again that is in quarantine, if it passes the rules of today.

        Raises:
            UsageError: There is no such method, or it is not in quarantine.
            AuditRefusedError: It does not pass.
        """
        rules = self.plugins.guardian_rules()
        return self.session.change(
            lambda root: lift(root, address, rules), note=f"{address} is lifted", user="guardian"
        )

    def wake(self, address: str, *, user: str = "user") -> str:
        """Let an object be loaded again that is set aside; return its name or address.

        Raises:
            UsageError: It is not set aside.
        """
        return self.session.wake(address, user=user)
