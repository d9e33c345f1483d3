"""An older version that comes back: as a new one, which does what people ask of the present one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from batos.errors import QuarantinedError, UsageError
from batos.guardian.audit.audit import audit
from batos.image import Root, history
from batos.learning.cycle.states.decomposing import read_receiver
from batos.learning.records.remembering import remember
from batos.learning.records.trail import now_text
from batos.learning.request.keeping import dropped, kept_examples
from batos.objects import Example, Method, UvmObject, address_of, methods_of
from batos.stewardship.history.successors import check_kept, check_unchanged
from batos.stewardship.history.timeline import method_at, version_of
from batos.wire.messages.history import Reverted

if TYPE_CHECKING:
    from batos.guardian.trial.trial import Trial
    from batos.image import Session
    from batos.plugins import PluginSet

__all__ = ["revert"]


def revert(
    session: Session,
    trial: Trial,
    plugins: PluginSet,
    address: str,
    to: int,
    *,
    drop_examples: Sequence[str],
    user: str,
) -> Reverted:
    """Install the source of an older version again (see :meth:`History.revert`)."""
    with session.read() as root:
        holder, selector = method_at(root, address, own=True)
        label = f"{address_of(holder)}.{selector}"
        older = _older(root, holder, selector, to)
        seen = read_receiver(root, address_of(holder), selector)
        text = older.source
        own = tuple(Example.from_plain(each) for each in older.examples)
    standing = seen.standing
    kept = kept_examples(selector, own, standing, dropped(standing, drop_examples))
    check_kept(trial, f"Version {to} of {label}", text, kept, seen)

    def work(root: Root) -> Reverted:
        holder, selector = method_at(root, address, own=True)
        check_unchanged(holder, selector, version)
        method = _again(plugins, label, _older(root, holder, selector, to), to, user, kept)
        history.install(
            root, holder, method, event="revert", user=user, cause=f"version {to} again"
        )
        remember(root, holder, selector)
        return {"address": label, "version": method.version, "to": to, "replaces": version}

    version = standing.version if standing is not None and standing.own else 0
    return session.change(work, note=f"{address} is reverted to {to}", user=user)


def _older(root: Root, holder: UvmObject, selector: str, to: int) -> Method:
    label = f"{address_of(holder)}.{selector}"
    older = version_of(label, history.versions_of(root, holder, selector), to)
    if methods_of(holder).get(selector) is older:
        raise UsageError(f"{label} is version {to} already.")
    return older


def _again(
    plugins: PluginSet, label: str, older: Method, to: int, user: str, kept: Sequence[Example]
) -> Method:
    """Return a new version with the source of an older one, judged anew."""
    if older.quarantine is not None:
        reason = str(older.quarantine.get("reason", "no reason is known")).rstrip(".")
        raise QuarantinedError(
            f"Version {to} of {label} is in quarantine: {reason}.",
            hint="Have a new version learned.",
        )
    verdict = audit(older.source, selector=older.selector, extra_rules=plugins.guardian_rules())
    verdict.raise_if_refused()
    return Method(
        selector=older.selector,
        source=older.source,
        signature=verdict.signature,
        doc=older.doc,
        mutator=verdict.mutator,
        examples=(*older.examples, *(each.to_plain() for each in kept)),
        provenance={
            **older.provenance,
            "reverted": {"to": to, "by": user, "at": now_text()},
        },
        verdict=verdict.to_plain(),
    )
