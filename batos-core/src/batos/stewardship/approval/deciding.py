"""Deciding: what a person can do with what waits for their word."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from batos.errors import UsageError
from batos.guardian.audit.mend import keep_covenant
from batos.learning.cycle.kinds import behaviours_of
from batos.learning.design.design import edited_design
from batos.learning.model.candidate import Candidate
from batos.learning.model.outcome import Outcome, Settled
from batos.learning.model.thought import Thought
from batos.learning.records.trail import Trail, named, now_text
from batos.objects.addresses import method_address
from batos.plugins.cycle_event import CycleEvent
from batos.stewardship.approval import waiting
from batos.stewardship.approval.checking import (
    passing,
    raise_if_closed,
    raise_if_stale,
    read_change,
    receiver_of,
    revived,
    stale_reason,
)
from batos.stewardship.approval.decisions import Decision
from batos.stewardship.approval.policies import policy_line, set_policy
from batos.stewardship.approval.policy import closed_reason
from batos.stewardship.approval.rehearsing import rehearse
from batos.stewardship.scratch_run import ScratchRun
from batos.wire.messages.talk.approvals import (
    Allowed,
    ChangeDiff,
    ObjectPolicy,
    WaitingChange,
    WaitingLine,
)

if TYPE_CHECKING:
    from batos.image import Root
    from batos.learning.cycle.host import Host
    from batos.objects.surroundings import Watch

__all__ = ["Approvals"]

_LONGEST_NOTE = 2_000


class Approvals:
    """The changes of an image that wait for a person.

    A change is named by its id, by a beginning of the id that no other has, or by
    ``OBJECT.SELECTOR``.

    Args:
        host: The image, and what judges methods.
        trail: Where decisions are written as JSON lines.
        configured: The policy in the configuration.
        watch: Told which method is run on a scratch view.
    """

    def __init__(
        self, host: Host, trail: Trail, configured: str, watch: Watch | None = None
    ) -> None:
        self._host = host
        self._session = host.session
        self._trail = trail
        self._configured = configured
        self._watch = watch

    def waiting(self) -> list[WaitingLine]:
        """Return what waits, the oldest first, a line each."""
        with self._session.read() as root:
            return [
                {
                    "id": change["id"],
                    "address": waiting.address_of_change(change),
                    "signature": change["signature"],
                    "at": change["at"],
                    "asked_by": change["asked_by"],
                    "mission": change["mission"],
                    "origin": change["origin"],
                    "replaces": change["previous"] is not None,
                    "stale": stale_reason(root, change),
                }
                for change in waiting.all_changes(root)
            ]

    def show(self, name: str) -> WaitingChange:
        """Return everything about a waiting change.

        Raises:
            UnknownNameError: None waits under that name.
            UsageError: It was decided already.
        """
        change = read_change(self._host, name)
        kept = {each: change[each] for each in change if each not in ("thought", "oid", "now")}
        told = {
            "kind": "waiting",
            "address": waiting.address_of_change(change),
            **kept,
            "diff": _diff(change),
        }
        return cast("WaitingChange", told)

    def diff(self, name: str) -> ChangeDiff:
        """Return a waiting change beside the version that its receiver has now.

        Raises:
            UnknownNameError: None waits under that name.
            UsageError: It was decided already.
        """
        change = read_change(self._host, name)
        return {
            "id": change["id"],
            "address": waiting.address_of_change(change),
            "present": change["now"],
            "waiting": change["source"],
            "stale": change["stale"],
            "diff": _diff(change),
        }

    def run(
        self,
        name: str,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
        *,
        on: str = "",
    ) -> ScratchRun:
        """Send the method's message as if it were installed; nothing of it is kept.

        Args:
            name: The change.
            args: Positional arguments, plain data.
            kwargs: Keyword arguments, plain data.
            on: Address of another receiver.

        Raises:
            UnknownNameError: There is no such change or receiver.
            UsageError: The change was decided already, or its receiver is gone.
            GuardianError: The method failed or was stopped.
        """
        change = read_change(self._host, name)
        return rehearse(
            self._session,
            change,
            args,
            dict(kwargs or {}),
            receiver=on,
            limits=self._host.trial.limits,
            watch=self._watch,
        )

    def edit(
        self, name: str, source: str, *, drop_examples: Sequence[str] = (), by: str = "user"
    ) -> WaitingChange:
        """Put another text in the place of a waiting one, if it passes the same gates.

        Args:
            name: The change.
            source: The new text.
            drop_examples: Examples of the version that is there that are taken off (see
                :class:`batos.learning.model.brief.MissionBrief`).
            by: Who has written it.

        Returns:
            The change as :meth:`show` tells it.

        Raises:
            UnknownNameError: None waits under that name.
            UsageError: It was decided already, the text is for another selector, or somebody
                else has edited it meanwhile.
            AuditRefusedError: The guardian refuses the text.
            GuardianError: An example does not come true.
        """
        change = read_change(self._host, name)
        # What stores a change is no business of whoever writes a text by hand.
        source = f"{source.strip()}\n"
        is_object = waiting.outcome_of(change).kind == "object"
        source = edited_design(source) if is_object else keep_covenant(source)
        thought = revived(self._host, change, drop_examples)
        before = thought.chosen
        assert before is not None, "only what was chosen waits"
        edited = Candidate(source, "edited", based_on=before.based_on, prompt=before.prompt)
        if source.strip() == str(change["source"]).strip():
            edited = before  # nothing was changed, but what it stands beside may have been
        thought.chosen = passing(self._host, thought, edited)
        if edited is not before:
            thought.candidates.append(thought.chosen)
            # What was found of the text before says nothing of this one, which a person has read.
            thought.question = None
            thought.notes.pop("trust", None)
            thought.notes.pop("tests", None)
        mark = {"by": named(by), "at": now_text(), "before": change["source"]}

        def replace_text(root: Root) -> None:
            kept = waiting.find_change(root, change["id"])
            if kept["source"] != change["source"]:
                raise UsageError(
                    f"The change {change['id']} was edited by somebody else meanwhile.",
                    hint="Look at it again, then edit it.",
                )
            self._rewrite(root, kept, thought)
            if edited is not before:
                kept["edits"] = [*kept["edits"], mark]

        self._session.change(
            replace_text,
            note=f"The waiting {waiting.address_of_change(change)} is edited",
            user=named(by),
            extension={"cycle": change["id"], "status": "WAITING"},
        )
        return self.show(change["id"])

    @staticmethod
    def _rewrite(root: Root, kept: Any, thought: Thought) -> None:
        """Write the text that is chosen now; it is meant to replace what is there now."""
        chosen = thought.chosen
        assert chosen is not None and chosen.verdict is not None, "it has passed"  # noqa: PT018 - one reason
        receiver = receiver_of(root, kept)
        root.rely_on(receiver)
        kept.update(waiting.chosen_of(thought), signature=chosen.verdict.signature)
        kept["previous"] = waiting.replaced(receiver, waiting.outcome_of(kept))

    def approve(self, name: str, *, by: str = "user", note: str = "") -> Settled:
        """Install a waiting change, if all that it relied on still holds.

        It is judged by the rules of today, and its examples are run again. What does not pass
        goes on waiting.

        Args:
            name: The change.
            by: Who says so.
            note: Why, for the record.

        Raises:
            UnknownNameError: None waits under that name.
            UsageError: It was decided already, its receiver is gone or may learn nothing any
                more, or its method was changed meanwhile.
            AuditRefusedError: The guardian refuses it by now.
            GuardianError: An example does not come true any more.
        """
        change = read_change(self._host, name)
        raise_if_stale(change, change["stale"])
        thought = revived(self._host, change)
        assert thought.chosen is not None, "only what was chosen waits"
        thought.chosen = passing(self._host, thought, thought.chosen)
        facts = {"by": named(by), "at": now_text(), "note": note[:_LONGEST_NOTE]}
        edits = [{"by": each["by"], "at": each["at"]} for each in change["edits"]]
        thought.notes["approval"] = {**change["policy"], **facts, "edits": edits}
        behaviours = behaviours_of(thought)
        outcome = _with_costs(behaviours.endings["COMPLETE"](thought), change)
        installed: list[Outcome] = []

        def settle(root: Root) -> CycleEvent:
            waiting.take_change(root, change)
            raise_if_stale(change, stale_reason(root, change))
            # The owner has shut the door since; a yes to one change does not open it.
            raise_if_closed(
                change, closed_reason(root, receiver_of(root, change), self._configured)
            )
            waiting.unbar(root, change, change["source"])
            # A conflict runs this again; the last time counts.
            install = behaviours.effects["COMPLETE"]
            installed[:] = [install(root, thought, outcome, self._host.oversight)]
            return Decision(change, installed[0], facts).tell(root, "approved", thought)

        self._settle(settle, outcome, facts)
        return Settled(installed[0], change["message"])

    def refuse(self, name: str, *, by: str = "user", reason: str = "") -> Outcome:
        """Refuse a waiting change; its text is not proposed for that method again.

        Args:
            name: The change.
            by: Who says so.
            reason: Why; it is told to whoever asks for the method again.

        Returns:
            How the cycle has ended now: FAILED, with that reason.

        Raises:
            UnknownNameError: None waits under that name.
            UsageError: It was decided already.
        """
        change = read_change(self._host, name)
        facts = {"by": named(by), "at": now_text(), "reason": reason.strip()[:_LONGEST_NOTE]}
        said = f"refused by {facts['by']}"
        said = f"{said}: {facts['reason']}" if facts["reason"] else f"{said}."
        outcome = replace(
            waiting.outcome_of(change),
            status="FAILED",
            source="",
            reason=said,
            hint="Say what it should do instead, and ask again.",
        )
        decision = Decision(change, outcome, facts)

        def settle(root: Root) -> CycleEvent:
            waiting.take_change(root, change)
            sources = [change["source"], *(edit["before"] for edit in change["edits"])]
            waiting.bar(
                root, change, sources, by=facts["by"], reason=facts["reason"], cycle=change["id"]
            )
            return decision.tell(root, "refused")

        self._settle(settle, outcome, facts)
        return outcome

    def _settle(
        self, work: Callable[[Root], CycleEvent], outcome: Outcome, facts: Mapping[str, Any]
    ) -> None:
        """Commit a decision, then tell it to the trail and to whoever observes."""
        event = self._session.change(
            work,
            note=f"Cycle {outcome.cycle}: {outcome.status} {outcome.selector}",
            user=facts["by"],
            extension={"cycle": outcome.cycle, "status": outcome.status},
        )
        self._trail.write(event.to_plain())
        self._host.plugins.notify(event)

    def policy(self, address: str) -> ObjectPolicy:
        """Return which policy holds for an object, and who says so.

        Raises:
            UnknownNameError: There is no such object.
        """
        return policy_line(self._session, address, self._configured)

    def set_policy(self, address: str, policy: str, *, by: str = "user") -> ObjectPolicy:
        """Give an object a policy of its own, or take it away; return what holds then.

        Args:
            address: The object.
            policy: ``auto``, ``ask`` or ``never``; ``inherit`` takes its own away.
            by: Who says so.

        Raises:
            UnknownNameError: There is no such object.
            UsageError: There is no such policy.
        """
        set_policy(self._session, address, policy, by=by)
        return self.policy(address)

    def allow(self, address: str, *, by: str = "user") -> Allowed:
        """Let everything be proposed again that was refused for a method.

        Args:
            address: ``OBJECT.SELECTOR``.
            by: Who says so.

        Raises:
            UsageError: Nothing was refused there, or the address is of no method.
            UnknownNameError: There is no such object.
        """
        name, selector = method_address(address)
        count = self._session.change(
            lambda root: waiting.allow_again(root, root.find(name), selector),
            note=f"What was refused for {address} is allowed again",
            user=named(by),
        )
        if not count:
            raise UsageError(f"Nothing was refused for {address}.")
        return {"address": address, "allowed": count}


def _with_costs(outcome: Outcome, change: Mapping[str, Any]) -> Outcome:
    """Return an outcome with the seconds that its cycle took before it began to wait."""
    before = change["outcome"]
    return replace(
        outcome,
        seconds=float(before["seconds"]),
        seconds_by_state=dict(before["seconds_by_state"]),
    )


def _diff(change: Mapping[str, Any]) -> str:
    """Return a unified diff from the present version to the waiting one."""
    lines = difflib.unified_diff(
        str(change["now"] or "").splitlines(),
        str(change["source"]).splitlines(),
        "present" if change["now"] is not None else "nothing",
        "waiting",
        lineterm="",
    )
    return "\n".join(lines)
