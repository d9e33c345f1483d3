"""Re-audit: when the guardian's rules have changed, every stored method is judged again.

It goes on behind the ordinary work: a batch of records is read in a short transaction, judged
outside of any, and only what has to change is written in another one. A walk that was
interrupted begins anew at the next start.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from batos.errors import ObjectSetAsideError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.findings import Verdict
from batos.guardian.audit.rules import Rule
from batos.guardian.dialect import RULES_VERSION
from batos.image import Root, Session
from batos.image.walk import Record, walk
from batos.objects import Method, UvmObject, address_of, methods_of
from batos.plugins import PluginSet
from batos.plugins.types import GuardianRuleSpec
from batos.stewardship.health.quarantine import put_into_quarantine, take_out
from batos.wire.messages.image import Rechecked

__all__ = ["RecheckReport", "is_recheck_due", "recheck", "rules_version"]

_RULES = "rules"
"""Key of the rules that judged all methods last, in the image's ``meta``."""
_METHOD = "batos.objects.method.Method"
_OBJECT = "batos.objects.uvm.UvmObject"
_AT_ONCE = 8
"""Methods that are judged between two pauses: a few milliseconds of work."""


@dataclass(frozen=True)
class RecheckReport:
    """What a re-audit found.

    Attributes:
        rules: Version of the rules.
        methods: How many methods were judged.
        quarantined: Addresses of those that failed and are in quarantine from now on.
        lifted: Addresses of those that had failed before and pass now.
        complete: Whether it came to the end.
        seconds: How long it took.
    """

    rules: str
    methods: int
    quarantined: tuple[str, ...]
    lifted: tuple[str, ...]
    complete: bool
    seconds: float

    def to_plain(self) -> Rechecked:
        """Return it as plain data."""
        return {
            "rules": self.rules,
            "methods": self.methods,
            "quarantined": list(self.quarantined),
            "lifted": list(self.lifted),
            "complete": self.complete,
            "seconds": self.seconds,
        }


@dataclass(frozen=True)
class _Judged:
    """A method whose verdict does not agree with its mark."""

    method: bytes
    holder: bytes
    verdict: Verdict


def rules_version(plugins: PluginSet) -> str:
    """Return the version of the guardian's own rules and of those that plugins add."""
    added = []
    for rule in plugins.guardian_rules():
        provider = plugins.provider(GuardianRuleSpec, rule.name)
        added.append(f"{rule.name} {provider.package if provider else ''}")
    if not added:
        return RULES_VERSION
    return f"{RULES_VERSION}+{hashlib.sha256(repr(sorted(added)).encode()).hexdigest()[:12]}"


def is_recheck_due(session: Session, version: str) -> bool:
    """Return whether other rules than these judged the image's methods last."""
    with session.read() as root:
        return bool(root.meta.get(_RULES) != version)


def recheck(
    session: Session,
    version: str,
    extra_rules: Sequence[Rule] = (),
    *,
    pause: Callable[[], bool] = lambda: False,
) -> RecheckReport:
    """Judge every stored method by the rules of today.

    One that fails goes into quarantine; one that was there for the rules alone and passes now is
    lifted. Older versions of methods are not run and are left alone.

    Args:
        session: The image.
        version: Of these rules.
        extra_rules: Rules of plugins.
        pause: Called every few methods; may wait, and returns whether to stop.
    """
    begun = time.monotonic()
    methods = 0
    quarantined: list[str] = []
    lifted: list[str] = []
    stopped = False
    for batch in walk(session):
        found = [each for each in batch if each.kind == _METHOD and each.holder_kind == _OBJECT]
        # Also where there is no method to judge: a large image shall not hold everybody up.
        stopped = pause()
        for start in range(0, len(found), _AT_ONCE):
            part = found[start : start + _AT_ONCE]
            changes = _judge(session, part, extra_rules)
            methods += len(part)
            if changes:
                into, out = _settle(session, changes, version)
                quarantined += into
                lifted += out
            stopped = pause()
            if stopped:
                break
        if stopped:
            break
    if not stopped:
        session.change(
            lambda root: _record(root, version), note=f"Rules {version}", user="guardian"
        )
    seconds = round(time.monotonic() - begun, 3)
    return RecheckReport(version, methods, tuple(quarantined), tuple(lifted), not stopped, seconds)


def _judge(session: Session, found: Sequence[Record], extra_rules: Sequence[Rule]) -> list[_Judged]:
    """Return the methods whose mark is to be changed."""
    with session.read() as root:
        texts = []
        for record in found:
            method = root.connection.get(record.oid)
            cause = (method.quarantine or {}).get("cause")
            texts.append((record, method.selector, method.source, cause))
    changes = []
    for record, selector, source, cause in texts:
        if cause is not None and cause != "rules":
            continue  # the rules have nothing to say about what it is there for
        verdict = audit(source, selector=selector, extra_rules=extra_rules)
        if verdict.accepted != (cause is None):
            changes.append(_Judged(record.oid, record.holder, verdict))
    return changes


def _settle(
    session: Session, changes: Sequence[_Judged], version: str
) -> tuple[list[str], list[str]]:
    """Mark and unmark methods; return the addresses of both."""

    def work(root: Root) -> tuple[list[str], list[str]]:
        into: list[str] = []
        out: list[str] = []
        for change in changes:
            method = root.connection.get(change.method)
            holder = root.connection.get(change.holder)
            if not _still_there(holder, method):
                continue
            if change.verdict.accepted == (method.quarantine is None):
                continue  # another worker has judged it meanwhile
            if change.verdict.accepted:
                take_out(root, holder, method)
                out.append(f"{address_of(holder)}.{method.selector}")
                continue
            reason = f"the guardian's rules {version} refuse it: {change.verdict.reason}"
            line = put_into_quarantine(
                root,
                holder,
                method,
                cause="rules",
                reason=reason.rstrip("."),
                rules=version,
                findings=change.verdict.to_plain()["findings"],
            )
            into.append(str(line["address"]))
        return into, out

    return session.change(work, note=f"Methods are judged by rules {version}", user="guardian")


def _still_there(holder: Any, method: Any) -> bool:
    is_slot = isinstance(holder, UvmObject) and isinstance(method, Method)
    try:
        return is_slot and methods_of(holder).get(method.selector) is method
    except ObjectSetAsideError:
        return False


def _record(root: Root, version: str) -> None:
    root.meta[_RULES] = version
