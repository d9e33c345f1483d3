"""Methods into an image: first everything is looked at and tried, then one transaction installs."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from batos.counting import counted
from batos.errors import ImageError, UnknownNameError, UsageError
from batos.exchange.installing import install_newcomer
from batos.exchange.parcel import Parcel
from batos.exchange.proving import Newcomer, Prover
from batos.exchange.refusal import refused
from batos.exchange.reports import (
    CONFLICT,
    DONE,
    PRESENT,
    READY,
    REFUSED,
    REPLACED,
    ImportOptions,
    ImportReport,
)
from batos.exchange.skillfile import SkillFile, read_skill
from batos.exchange.taking import Plan, objection_of, take_in
from batos.image import Root, Session
from batos.learning.request.keeping import ALL, dropped, kept_examples, standing_of
from batos.objects import Example, Method, UvmObject, address_of, lookup, source_digest
from batos.stewardship.approval.policy import closed_reason
from batos.stewardship.health.quarantine import barred_sources
from batos.wire.messages.skills import ImportedLine

__all__ = ["import_methods", "read_skills"]

_MOST_DIFFS = 200


@dataclass(frozen=True, kw_only=True)
class _Plan(Plan):
    """What is to become of one method.

    Attributes:
        skill: The method.
        receiver: Address of the object that it is for.
        diff: How it differs from what is there.
        before: Source of the method that answers to the selector now; None for none.
    """

    skill: SkillFile
    receiver: str
    diff: str = ""
    before: str | None = None

    @classmethod
    def of(cls, skill: SkillFile, receiver: str, **known: Any) -> _Plan:
        """Return the plan of a method for an object."""
        address = f"{receiver}.{skill.selector}"
        return cls(address, skill.path, skill=skill, receiver=receiver, **known)

    def out(self, status: str, reason: str, diff: str = "") -> _Plan:
        """Return the plan of what does not come in."""
        return replace(super().out(status, reason), diff=diff)

    def done(self) -> _Plan:
        """Return the plan of what has come in."""
        if self.before is None:
            return replace(self, status=DONE)
        standing = self.newcomer.standing if self.newcomer is not None else None
        return replace(self, status=REPLACED, reason=f"It takes the place of {standing}.")

    def row(self) -> ImportedLine:
        """Return the line for a person."""
        standing = self.newcomer.standing if self.newcomer is not None else None
        return {
            **super().row(),
            "diff": self.diff,
            "sha256": source_digest(self.skill.source),
            "replaces": standing.to_plain() if standing is not None else {},
            "kept": len(self.newcomer.kept) if self.newcomer is not None else 0,
        }


def read_skills(parcel: Parcel) -> list[SkillFile]:
    """Return the methods of a parcel, in the order of its manifest.

    Raises:
        TravelError: A file is no method, or two are the same one.
    """
    skills = []
    seen: dict[tuple[str, str], str] = {}
    for path, data in parcel.files.items():
        if not path.startswith("methods/"):
            continue
        skill = read_skill(data, path)
        other = seen.setdefault((skill.receiver, skill.selector), path)
        if other != path:
            what = f"{skill.receiver}.{skill.selector}"
            raise refused(path, f"it holds {what}, as {other} does")
        skills.append(skill)
    return skills


def import_methods(
    session: Session, parcel: Parcel, options: ImportOptions, prover: Prover, configured: str = ""
) -> ImportReport:
    """Take the methods of a parcel into an image.

    Args:
        session: The image.
        parcel: The parcel.
        options: How it is taken.
        prover: Judges methods.
        configured: The policy of approval in the configuration.

    Returns:
        What came of each method. Without ``keep_going`` nothing is installed when one is refused.

    Raises:
        TravelError: The parcel itself cannot be taken.
        UnknownNameError: There is no object as ``to`` names it.
        ImageError: The image was changed by somebody else meanwhile.
    """
    objection_of(parcel, "skills", options.signer)
    skills = read_skills(parcel)
    with session.read() as root:
        if options.to:
            root.find(options.to)
        plans = list(_planned(root, skills, options, configured))
    return take_in(
        session,
        parcel,
        options,
        prover,
        plans,
        lambda root, coming, facts: _install(root, coming, facts, options.user),
        note=lambda coming: f"{counted(len(coming), 'method is', 'methods are')} imported",
        blocking=frozenset() if options.keep_going else frozenset({REFUSED}),
        left="another method of the parcel was refused; --keep-going takes the others",
    )


def _planned(
    root: Root, skills: Sequence[SkillFile], options: ImportOptions, configured: str
) -> Iterator[_Plan]:
    """Yield what each method would mean for an image, before it is judged."""
    barred = barred_sources(root)
    taken: dict[str, str] = {}
    diffs = 0
    for skill in skills:
        plan = _Plan.of(skill, options.to or skill.receiver)
        try:
            receiver = root.find(options.to) if options.to else _named(root, skill.receiver)
        except UnknownNameError as problem:
            hint = problem.hint or "Name one that takes it: --to OBJECT."
            yield plan.out(REFUSED, f"{problem.message} {hint}")
            continue
        plan = _Plan.of(skill, address_of(receiver))
        other = taken.setdefault(plan.address, skill.path)
        if other != skill.path:
            yield plan.out(REFUSED, f"{other} holds a method of that name as well.")
            continue
        if source_digest(skill.source) in barred:
            yield plan.out(REFUSED, "This very method is in quarantine here.")
            continue
        plan = _compared(plan, receiver, options, with_diff=diffs < _MOST_DIFFS)
        diffs += bool(plan.diff)
        if plan.status == READY and (reason := closed_reason(root, receiver, configured)):
            plan = plan.out(REFUSED, reason)
        yield plan


def _named(root: Root, name: str) -> UvmObject:
    """Return the object of exactly that name: a file is not guessed about."""
    obj = root.objects.get(name)
    if isinstance(obj, UvmObject):
        return obj
    raise UnknownNameError(
        "object", name, root.objects.keys(), hint="Name one that takes it: --to OBJECT."
    )


def _compared(
    plan: _Plan, receiver: UvmObject, options: ImportOptions, *, with_diff: bool
) -> _Plan:
    """Return the plan of a method, compared with what answers to its name now."""
    skill = plan.skill
    found = lookup(receiver, skill.selector)
    before: Any = found[1] if found is not None else None
    if found is not None and type(before) is not Method:
        where = address_of(found[0])
        return plan.out(REFUSED, f"{skill.selector!r} is a value of {where}, not a method.")
    if found is not None and before.source == skill.source:
        mark = " It is in quarantine." if before.quarantine is not None else ""
        return plan.out(PRESENT, f"{address_of(found[0])} has this very method.{mark}")
    diff = ""
    if found is not None:
        here = f"{address_of(found[0])}.{skill.selector} (version {before.version})"
        diff = _diff(before.source, skill, here) if with_diff else ""
        if not options.replace:
            own = "" if found[0] is receiver else f" (by {address_of(found[0])})"
            reason = f"It is another method than the one that is here{own}; --replace takes it."
            return plan.out(CONFLICT, reason, diff)
    newcomer = Newcomer.of(skill, receiver, address_of)
    before_source = before.source if before else None
    plan = replace(plan, newcomer=newcomer, diff=diff, before=before_source)
    return _keeping(plan, receiver, options)


def _keeping(plan: _Plan, receiver: UvmObject, options: ImportOptions) -> _Plan:
    """Return a plan whose newcomer must do what people asked of the method that it replaces."""
    assert plan.newcomer is not None, "it comes in"
    selector = plan.skill.selector
    standing = standing_of(receiver, selector)
    if standing is None:
        return plan
    own = [Example.from_plain(each) for each in plan.skill.examples]
    try:
        off = dropped(standing, _off(f"{standing.address}.{selector}", options))
        kept = kept_examples(selector, own, standing, off)
    except UsageError as problem:
        return plan.out(REFUSED, f"{problem.message} {problem.hint}".strip(), plan.diff)
    newcomer = replace(plan.newcomer, standing=standing, kept=tuple(kept))
    return replace(plan, newcomer=newcomer)


def _off(address: str, options: ImportOptions) -> list[str]:
    """Return which examples of one method are taken off."""
    found = []
    for name in options.drop_examples:
        method, colon, which = name.partition(":")
        if name == ALL or (method == address and not colon):
            found.append(ALL)
        elif method == address:
            found.append(which)
    return found


def _diff(before: str, skill: SkillFile, here: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(), skill.source.splitlines(), here, skill.path, lineterm=""
    )
    return "\n".join(lines)


def _install(root: Root, plans: Sequence[_Plan], facts: Mapping[str, Any], user: str) -> None:
    """Install methods, in the running transaction.

    Raises:
        ImageError: Somebody has changed what was looked at.
    """
    root.rely_on(root.epoch)
    for plan in plans:
        receiver = root.find(plan.receiver)
        root.rely_on(receiver)
        found = lookup(receiver, plan.skill.selector)
        now = found[1] if found is not None else None
        if now is not None and (type(now) is not Method or now.source != plan.before):
            raise _changed(plan)
        if now is None and plan.before is not None:
            raise _changed(plan)
    for plan in plans:
        kept = plan.newcomer.kept if plan.newcomer is not None else ()
        receiver = root.find(plan.receiver)
        install_newcomer(root, receiver, plan.skill, plan.judged, facts, user, kept=kept)


def _changed(plan: _Plan) -> ImageError:
    return ImageError(
        f"{plan.address} was changed by somebody else meanwhile.",
        hint="Nothing was imported. Try again.",
    )
