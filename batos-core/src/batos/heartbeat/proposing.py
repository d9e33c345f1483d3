"""What it is proposed to archive: methods that are there twice, and those that nobody uses.

Nothing is done before a person says so. To archive a method is to take it off its object; its
history stays, so that an undo brings it back. What nobody used is found in the memory as before:
a message that asks for it again gets it without a model.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from batos.counting import counted
from batos.errors import UsageError
from batos.handwork.methods.retesting import learned_methods
from batos.heartbeat.work import Found, Work
from batos.image import Root, Session, history
from batos.image.indexes import index_of, made_index, method_key
from batos.learning.candidates.sources import fingerprint
from batos.learning.records.remembering import forget_missions_of, remember
from batos.learning.records.trail import now_text
from batos.objects import Method, UvmObject, ancestors, methods_of
from batos.objects.addresses import method_address
from batos.stewardship.history.callers import callers_of
from batos.wire.messages.heartbeat import ProposalAnswer, ProposalLine

__all__ = ["archive", "keep", "proposals", "propose"]

_OPEN = "proposals"
"""Index of what is proposed, by address."""
_KEPT = "kept_methods"
"""Index of the methods that a person wants to keep, by object and selector: the sha256."""
_MOST = 50
"""Proposals at once: more than that nobody answers."""
_DAY = 86_400.0


@dataclass(frozen=True)
class _Learned:
    """A method as it was read.

    Attributes:
        address: ``OBJECT.SELECTOR``.
        holder: The object.
        method: The version that it has.
        successes: How often it was used without an error.
        used: When it was used last, or came to be, in seconds since 1970.
    """

    address: str
    holder: UvmObject
    method: Method
    successes: int
    used: float


def propose(work: Work) -> Found:
    """Find what may be archived, in the place of what was proposed before."""
    days = work.config.unused_days

    def renew(root: Root) -> list[ProposalLine]:
        found = _candidates(root, time.time() - days * _DAY if days else 0.0)
        before = index_of(root, _OPEN)
        now = {
            each["address"]: {**each, "at": before.get(each["address"], each)["at"]}
            for each in found
        }
        index = made_index(root, _OPEN)
        for address in [each for each in index if each not in now]:
            del index[address]
        for address, line in now.items():
            if index.get(address) != line:
                index[address] = line
        return found

    found = work.organs.host.session.change(
        renew, note="Proposals of a heartbeat are kept", user="heartbeat"
    )
    lines = tuple(f"{each['reason']} batos heartbeat archive {each['address']}" for each in found)
    counts = {"proposals": len(found)}
    said = counted(len(found), "method") if found else "no method"
    return Found(f"It is proposed to archive {said}.", lines, counts)


def proposals(root: Root) -> list[ProposalLine]:
    """Return what is proposed and not answered yet, and still as it was then."""
    return [line for line in index_of(root, _OPEN).values() if _meant(root, line) is not None]


def archive(session: Session, address: str, *, user: str) -> ProposalAnswer:
    """Take a method off its object that it was proposed for; an undo brings it back.

    Raises:
        UsageError: It was not proposed, or is another one by now.
    """

    def work(root: Root) -> ProposalAnswer:
        line, holder = _open(root, address)
        name, selector = method_address(address)
        event = history.put_back(root, holder, selector, None, event="archive", user=user)
        if line["kind"] == "duplicate":
            remember(root, holder, selector)
        forget_missions_of(root, name, selector)
        del root.meta[_OPEN][address]
        return _answer(line, archived=True, event=event.number)

    return session.change(work, note=f"{address} is archived", user=user)


def keep(session: Session, address: str, *, user: str) -> ProposalAnswer:
    """Keep a method that it was proposed to archive; this version is not proposed again.

    Raises:
        UsageError: It was not proposed, or is another one by now.
    """

    def work(root: Root) -> ProposalAnswer:
        line, holder = _open(root, address)
        key = method_key(holder, method_address(address)[1])
        made_index(root, _KEPT)[key] = line["sha256"]
        del root.meta[_OPEN][address]
        return _answer(line, archived=False, event=0)

    return session.change(work, note=f"{address} is kept", user=user)


def _answer(line: ProposalLine, *, archived: bool, event: int) -> ProposalAnswer:
    return {"address": line["address"], "kind": line["kind"], "archived": archived, "event": event}


def _open(root: Root, address: str) -> tuple[ProposalLine, UvmObject]:
    line: ProposalLine | None = index_of(root, _OPEN).get(address)
    holder = _meant(root, line) if line is not None else None
    if line is None or holder is None:
        raise UsageError(
            f"It is not proposed to archive {address!r}.",
            hint="'batos heartbeat' lists what is proposed; to take a method back: batos undo "
            "OBJECT.METHOD",
        )
    return line, holder


def _meant(root: Root, line: ProposalLine) -> UvmObject | None:
    """Return the object whose method is meant; None where that is another one by now."""
    name, selector = method_address(line["address"])
    holder = root.objects.get(name)
    method = methods_of(holder).get(selector) if holder is not None else None
    return holder if method is not None and method.sha256 == line["sha256"] else None


def _candidates(root: Root, before: float) -> list[ProposalLine]:
    kept = index_of(root, _KEPT)
    learned = [
        each
        for each in _learned(root)
        if kept.get(method_key(each.holder, each.method.selector)) != each.method.sha256
    ]
    found: dict[str, ProposalLine] = {}
    for spare, stays in _twice(learned):
        if spare.holder is not stays.holder or not callers_of(root, spare.method.selector):
            reason = f"{spare.address} does what {stays.address} does, in the same words."
            found[spare.address] = _line(spare, "duplicate", reason)
    for each in learned:
        if len(found) >= _MOST:
            break
        spared = each.address in found or each.used >= before or each.method.quarantine
        if not spared and not callers_of(root, each.method.selector):
            since = time.strftime("%Y-%m-%d", time.gmtime(each.used))
            reason = f"{each.address} was not used since {since}, and no method calls it."
            found[each.address] = _line(each, "unused", reason)
    return list(found.values())


def _learned(root: Root) -> Iterator[_Learned]:
    for address, method in learned_methods(root):
        use = history.lifetime_of(root, method)
        used = max(use.last, float(method._p_mtime or 0.0))
        holder = root.objects[method_address(address)[0]]
        yield _Learned(address, holder, method, use.successes, used)


def _twice(learned: list[_Learned]) -> Iterator[tuple[_Learned, _Learned]]:
    """Yield methods that another one makes needless, and that one.

    That is one of the same object, under another name and used more; or one that the object would
    get by delegation.
    """
    alike: dict[str, list[_Learned]] = {}
    for each in learned:
        alike.setdefault(fingerprint(each.method.source), []).append(each)
    for group in alike.values():
        group.sort(key=lambda each: (-each.successes, each.method._p_mtime or 0.0, each.address))
        for number, each in enumerate(group):
            for other in group:
                same = other.holder is each.holder
                if same and other in group[:number]:
                    yield each, other
                    break
                above = not same and other.holder in ancestors(each.holder)
                if above and other.method.selector == each.method.selector:
                    yield each, other
                    break


def _line(each: _Learned, kind: str, reason: str) -> ProposalLine:
    return {
        "address": each.address,
        "kind": kind,
        "reason": reason,
        "sha256": each.method.sha256,
        "at": now_text(),
    }
