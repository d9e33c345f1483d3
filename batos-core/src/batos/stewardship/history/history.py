"""History of methods and objects: what happened to each, versions, and taking changes back.

``image.history`` of a :class:`batos.living.LivingImage` is one :class:`History`. What a
method learned is one change; taking it back leaves everything alone that was learned besides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from batos.errors import UsageError
from batos.guardian.audit.audit import audit
from batos.guardian.trial.trial import Trial
from batos.image import Root, Session, history
from batos.image.past import moment
from batos.learning.records.remembering import remember, remember_object
from batos.learning.records.trail import named
from batos.objects import Method, UvmObject, address_of, methods_of
from batos.objects.surroundings import Watch
from batos.plugins import PluginSet
from batos.stewardship.health.quarantine import put_into_quarantine
from batos.stewardship.history.callers import callers_of
from batos.stewardship.history.confirming import confirm
from batos.stewardship.history.past import Past
from batos.stewardship.history.provenance import why_method, why_object
from batos.stewardship.history.reverting import revert
from batos.stewardship.history.timeline import (
    diff_of,
    event_line,
    method_at,
    object_timeline,
    shape_line,
    thing_at,
    timeline_of,
    transaction_line,
)
from batos.wire.messages.history import (
    EventLine,
    Move,
    Reverted,
    Timeline,
    TransactionLine,
    VersionDiff,
)
from batos.wire.messages.methods import Confirmed
from batos.wire.messages.origins import MethodOrigin, ObjectOrigin

__all__ = ["History"]

_STEP = re.compile(
    r"Cycle [0-9a-f]+(: (?!COMPLETE )| is )|Rules \S+$|Old (records|entries) of .* are removed$"
)
"""Notes of transactions that note how a cycle goes, and that tidy up."""


class History:
    """The past of an image.

    Args:
        session: The image.
        plugins: Whose rules judge what is put back, and where born methods come from.
        trial: Runs the examples that what is put back must make true.
        watch: Told which message is being carried out.

    Attributes:
        usage: Counts what messages run.
    """

    def __init__(
        self, session: Session, plugins: PluginSet, trial: Trial, watch: Watch | None = None
    ) -> None:
        self._session = session
        self._plugins = plugins
        self._trial = trial
        self._watch = watch
        self.usage = history.UsageCounter(session)

    def of(self, address: str) -> Timeline:
        """Return everything that happened to a method, or to an object with its methods.

        Args:
            address: ``OBJECT.SELECTOR``, or an object; what was taken away has its history still.

        Returns:
            ``address``, ``current`` (the version in the slot, 0 where there is none; 1 for an
            object that is there), ``versions`` (their numbers), and ``events``, oldest first.

        Raises:
            UnknownNameError: There is and was no such thing.
            UsageError: It is a value.
        """
        with self._session.read() as root:
            holder, selector = thing_at(root, address, own=False)
            return timeline_of(root, address) if selector else object_timeline(root, holder)

    def events(self, limit: int = 20) -> list[EventLine]:
        """Return the latest changes of all methods and objects, newest first."""
        found: list[EventLine] = []
        with self._session.read() as root:
            for event in history.latest_events(root):
                if len(found) >= limit:
                    break
                found.append(event_line(event))
        return found

    def transactions(self, limit: int = 20, *, steps: bool = False) -> list[TransactionLine]:
        """Return the latest transactions of the image, newest first.

        Args:
            limit: How many at most.
            steps: Whether those are told as well that note how a cycle goes, and that tidy up.

        Raises:
            ImageError: The storage keeps no log, or is being packed.
        """
        wanted = None if steps else _has_effect
        found = history.transactions(self._session, limit, wanted=wanted)
        return list(map(transaction_line, found))

    def diff(self, address: str, a: int | None = None, b: int | None = None) -> VersionDiff:
        """Compare two versions of a method.

        Args:
            address: ``OBJECT.SELECTOR``.
            a: The older version; the one before ``b`` when left out.
            b: The newer version; the one in the slot when left out.

        Returns:
            ``address``, ``a``, ``b`` and ``diff``, which is empty where their texts are the same.

        Raises:
            UsageError: There is no such version, or only one.
        """
        with self._session.read() as root:
            return diff_of(root, address, a, b)

    def revert(
        self,
        address: str,
        to: int,
        *,
        drop_examples: Sequence[str] = (),
        user: str = "user",
    ) -> Reverted:
        """Install the source of an older version again, as a new version.

        Args:
            address: ``OBJECT.SELECTOR``.
            to: Number of the older version.
            drop_examples: Examples of the version that is there that are taken off (see
                :class:`batos.learning.model.brief.MissionBrief`); all others that people gave must
                come true.
            user: On whose behalf.

        Returns:
            ``address``, the new ``version``, which it repeats (``to``), and the ``replaces``
            one: 0 for none.

        Raises:
            UsageError: There is no such version, it is the one in the slot, or its examples
                contradict those of that one.
            AuditRefusedError: The guardian's rules of today do not accept it.
            GuardianError: It does not do what people have asked of the version in the slot.
            QuarantinedError: That version is in quarantine.
            SlotError: A value has taken the slot meanwhile.
            ImageError: Somebody else has changed the method meanwhile.
        """
        return revert(
            self._session,
            self._trial,
            self._plugins,
            address,
            to,
            drop_examples=drop_examples,
            user=named(user),
        )

    def undo(self, addresses: str | Sequence[str | int] = (), *, user: str = "user") -> list[Move]:
        """Take back the latest change of each method or object, all of them or none.

        Args:
            addresses: One or several: ``OBJECT.SELECTOR``, an object, or the number of an
                event; the latest change in the image when empty. The number of an undo brings
                back what it took back.
            user: On whose behalf.

        Returns:
            For each its ``address``, the ``event`` that notes it, what it is about (``of``), the
            version ``before`` and ``after`` (0 where the slot is empty), what became of an object
            (``shape``), ``quarantined`` where the version is not run, and the ``callers``: methods
            whose source calls it.

        Raises:
            UsageError: There is nothing to take back, or something came after it.
            SlotError: A value has taken a slot meanwhile.
        """
        return self._move(addresses, "undo", user)

    def redo(self, addresses: str | Sequence[str | int] = (), *, user: str = "user") -> list[Move]:
        """Bring back the change of each method that was taken back last, all of them or none.

        Args:
            addresses: As for :meth:`undo`.
            user: On whose behalf.

        Returns:
            As :meth:`undo`.

        Raises:
            UsageError: There is nothing to bring back.
            SlotError: A value has taken a slot meanwhile.
        """
        return self._move(addresses, "redo", user)

    def _move(self, addresses: str | Sequence[str | int], verb: str, user: str) -> list[Move]:
        targets = [addresses] if isinstance(addresses, str) else list(map(str, addresses))
        if len(set(targets)) < len(targets):
            raise UsageError("A method is named twice.", hint="Take one step at a time.")
        user = named(user)

        def work(root: Root) -> list[Move]:
            if targets:
                return [line for each in targets for line in self._move_one(root, each, verb, user)]
            find = history.latest_undoable if verb == "undo" else history.latest_redoable
            return self._step(root, *find(root), verb, user)

        moved = self._session.change(work, note=_said, user=user)
        with self._session.read() as root:
            for each in moved:
                _, dot, selector = each["address"].rpartition(".")
                callers = callers_of(root, selector) if dot else ()
                each["callers"] = [caller for caller in callers if caller != each["address"]]
        return moved

    def _move_one(self, root: Root, target: str, verb: str, user: str) -> list[Move]:
        number = target.removeprefix("#")
        if not (number.isascii() and number.isdigit()):
            holder, selector = thing_at(root, target, verb=verb)
            return self._step(root, holder, selector, verb, user)
        event, holder = history.method_of_event(root, int(number[:20]))
        if event.kind in history.MARKS:
            raise UsageError(
                f"Event {number} is no change of a method.",
                hint="'batos guardian quarantine' lists what is in quarantine.",
            )
        if event.kind == verb:
            # To take back an undo is to bring back what it took back, and the other way round.
            verb = "redo" if verb == "undo" else "undo"
        of = event.of or event.number
        return self._step(root, holder, event.selector, verb, user, of)

    def _step(
        self, root: Root, holder: UvmObject, selector: str, verb: str, user: str, number: int = 0
    ) -> list[Move]:
        """Take back or bring back one change, with those that it stands and falls with."""
        changes = history.changes_of(root, holder, selector)
        line = changes.done if verb == "undo" else changes.undone
        together = history.companions(root, number or (line[-1].number if line else 0))
        if len(together) < 2:
            return [self._one(root, holder, selector, verb, user, number)]
        moved: list[Move] = []
        for each in together if verb == "redo" else reversed(together):
            _, part = history.method_of_event(root, each.number)
            first = moved[0]["event"] if moved else 0
            moved.append(self._one(root, part, each.selector, verb, user, each.number, first))
        first_event = history.event_of(root, moved[0]["event"])
        assert first_event is not None, "it was just noted"
        first_event.group = first_event.number
        return moved

    def _one(
        self,
        root: Root,
        holder: UvmObject,
        selector: str,
        verb: str,
        user: str,
        number: int,
        group: int = 0,
    ) -> Move:
        step = history.take_back if verb == "undo" else history.bring_back
        called = address_of(holder)
        change, event = step(root, holder, selector, user=user, number=number, group=group)
        method = event.after
        if method is not None and method.quarantine is None:
            self._judge(root, holder, method)
        if selector:
            remember(root, holder, selector)
        else:
            remember_object(root, holder, called)
        return {
            "address": f"{called}.{selector}" if selector else event.address,
            "event": event.number,
            "kind": verb,
            "of": event.of,
            "what": change.kind,
            "shape": shape_line(event),
            "before": event.before.version if event.before is not None else 0,
            "after": method.version if method is not None else 0,
            "quarantined": method is not None and method.quarantine is not None,
            "callers": [],
        }

    def _judge(self, root: Root, holder: UvmObject, method: Method) -> None:
        """Put a version into quarantine that the rules of today, unlike those of then, refuse."""
        verdict = audit(
            method.source, selector=method.selector, extra_rules=self._plugins.guardian_rules()
        )
        if not verdict.accepted:
            put_into_quarantine(
                root,
                holder,
                method,
                cause="rules",
                reason=f"the guardian's rules of today refuse it: {verdict.reason}".rstrip("."),
                rules=verdict.rules_version,
                findings=verdict.to_plain()["findings"],
            )

    def confirm(self, address: str, *, user: str = "user") -> Confirmed:
        """Say that a tentative method is right (see ``confirming``)."""
        user = named(user)
        return self._session.change(
            lambda root: confirm(root, address, user), note=f"{address} is confirmed", user=user
        )

    def undo_transaction(self, name: str, *, user: str = "user") -> TransactionLine:
        """Take back what one transaction did to the values of objects.

        Args:
            name: Its id, as :meth:`transactions` has it.
            user: On whose behalf.

        Returns:
            The transaction that was taken back.

        Raises:
            UsageError: There is no such transaction, it changed methods, or later ones changed
                the same objects.
            ImageError: The storage cannot undo.
        """
        tid = moment(name) if len(name.strip()) >= 16 else None
        if not isinstance(tid, bytes):
            raise UsageError(
                f"{name[:60]!r} is no id of a transaction.",
                hint="An id has 16 hexadecimal digits; 'batos history' lists them.",
            )
        return transaction_line(history.undo_transaction(self._session, tid, user=named(user)))

    def why(self, address: str) -> MethodOrigin | ObjectOrigin:
        """Return where a method, or an object, comes from and what became of it.

        Args:
            address: ``OBJECT.SELECTOR``, or an object.

        Raises:
            UsageError: There is no such thing, or it is a value.
        """
        name, dot, _ = address.rpartition(".")
        if not dot or not name:
            return why_object(self._session, address)
        with self._session.read() as root:
            holder, selector = method_at(root, address)
            method = methods_of(holder).get(selector)
            if method is None:
                raise UsageError(
                    f"{address} was taken away; it has a past, but is not there.",
                    hint=f"Its past: batos history {address}. To bring it back: batos redo "
                    f"{address}.",
                )
            waiting = self.usage.waiting(method)
            return why_method(self._session, root, holder, method, waiting)

    def at(self, time: str) -> Past:
        """Return the image as it was, to be read.

        Args:
            time: See :func:`batos.image.past.moment`.

        Raises:
            UsageError: It is no time.
        """
        return Past(self._session, moment(time), self._watch)

    def close(self) -> None:
        """Write what was counted."""
        self.usage.close()


def _has_effect(transaction: history.Transaction) -> bool:
    """Return whether a transaction changed what the image knows or holds."""
    return _STEP.match(transaction.note) is None


def _said(moved: Sequence[Move]) -> str:
    """Return what was taken back or brought back, in a few words."""
    text = ", ".join(f"{each['kind']} of {each['address']}" for each in moved)
    return text[:1].upper() + text[1:]
