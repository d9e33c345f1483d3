"""The steps of a heartbeat that look: audit, test, tidy and check; and the order of all steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from batos.counting import counted
from batos.handwork.methods.retesting import learned_methods, test_all
from batos.heartbeat.proposing import propose
from batos.heartbeat.recapping import recap
from batos.heartbeat.reports import forget_reports
from batos.heartbeat.retrying import retry
from batos.heartbeat.work import Found, SpentError, Work
from batos.image import Root, history
from batos.learning.records.trail import LONGEST_DAYS, days_ago
from batos.objects import Method
from batos.stewardship.health.recheck import recheck, rules_version

__all__ = ["STEPS"]

_AT_ONCE = 500
"""Versions of methods of which it is looked at once whether they are still there."""
_DATE = 10
"""Characters of a date in ISO text."""
_SECONDS = 19
"""Characters of a date and a time in ISO text, to the second."""


def _audit(work: Work) -> Found:
    """Judge every method by the rules of today."""
    host = work.organs.host
    rules = host.plugins.guardian_rules()
    report = recheck(host.session, rules_version(host.plugins), rules, pause=work.pace.stops)
    lines = [f"{each} is refused, and in quarantine from now on." for each in report.quarantined]
    lines += [f"{each} passes again, and is run again." for each in report.lifted]
    refused = f"{len(report.quarantined)} refused" if report.quarantined else "none refused"
    return Found(
        f"{counted(report.methods, 'method')} judged by rules {report.rules}, {refused}.",
        tuple(lines),
        {"methods": report.methods, "quarantined": len(report.quarantined)},
        "done" if report.complete else "part",
    )


def _test(work: Work) -> Found:
    """Run the examples of what was learned, those first that were not run for the longest time.

    What was tested since the heartbeat began is left out: so it goes on after an interruption.
    """
    session, trial = work.organs.host.session, work.organs.host.trial
    with session.read() as root:
        waiting = sorted((_tested_at(root, method), each) for each, method in learned_methods(root))
    chosen = [address for at, address in waiting if at < work.began[:_SECONDS]]

    def before(address: str, done: int, of: int) -> None:
        work.pace.go_on()
        work.tell(f"{address}, {done + 1} of {of}")

    state = "done"
    try:
        for _ in test_all(session, trial, chosen, progress=before, cancel=work.pace.cancel):
            pass
    except SpentError:
        state = "part"
    with session.read() as root:
        return _tests_since(root, work.began[:_SECONDS], state)


def _tests_since(root: Root, began: str, state: str) -> Found:
    counts = {"right": 0, "wrong": 0, "untested": 0}
    lines = []
    for address, method in learned_methods(root):
        test = history.last_test(root, method)
        if test is None or test.at < began:
            continue
        counts[test.state] += 1
        if test.state == "wrong":
            lines.append(f"{address} is wrong since {test.since[:_DATE]}: {test.problem}")
    tested = counts["right"] + counts["wrong"]
    wrong = f"{counts['wrong']} wrong" if counts["wrong"] else "none wrong"
    without = f"; {counts['untested']} without an example" if counts["untested"] else ""
    return Found(
        f"{counted(tested, 'method')} tested, {wrong}{without}.", tuple(lines), counts, state
    )


def _tested_at(root: Root, method: Method) -> str:
    test = history.last_test(root, method)
    return test.at[:_SECONDS] if test is not None else ""


def _tidy(work: Work) -> Found:
    """Remove what the configuration says is too old, and what is known of lost versions."""
    session, pace = work.organs.host.session, work.pace
    removed = work.organs.retention.prune()
    counts = {"cycles": removed.cycles, "trail": removed.trail, "reports": 0, "counts": 0}
    if work.config.keep_days:
        oldest = days_ago(min(work.config.keep_days, LONGEST_DAYS))
        counts["reports"] = session.change(
            lambda root: forget_reports(root, oldest.isoformat(timespec="microseconds")),
            note="Old reports of heartbeats are removed",
            user="heartbeat",
        )
    after: int | None = -1
    state = "done"
    while after is not None:
        if pace.stops():
            state = "part"
            break
        lost, after = session.change(
            lambda root, after=after: history.forget_lost(root, after, _AT_ONCE),  # type: ignore[misc]  # a default argument binds it
            note=history.TESTS_NOTE,
            user="heartbeat",
        )
        counts["counts"] += lost
    words = {
        "records of cycles": counts["cycles"],
        "entries of the trail": counts["trail"],
        "old reports": counts["reports"],
        "counts of methods that are gone": counts["counts"],
    }
    done = [f"{number} {what}" for what, number in words.items() if number]
    return Found(
        f"Removed: {', '.join(done)}." if done else "Nothing to remove.", (), counts, state
    )


def _check(work: Work) -> Found:
    """Check the records of the image, its indexes, and what it says of itself."""
    report = work.organs.care.check(progress=work.tell, pause=work.pace.stops)
    lines = tuple(f"{each.message} {each.mend}".strip() for each in report.findings)
    found = "no damage"
    if report.damages or report.notes:
        found = f"{counted(report.damages, 'damage')}, {counted(report.notes, 'note')}"
    records = counted(report.counts.get("records", 0), "record")
    counts = {"damages": report.damages, "notes": report.notes, **report.counts}
    return Found(f"{records}, {found}.", lines, counts, "done" if report.complete else "part")


STEPS: Mapping[str, Callable[[Work], Found]] = {
    "audit": _audit,
    "test": _test,
    "retry": retry,
    "recap": recap,
    "propose": propose,
    "tidy": _tidy,
    "check": _check,
}
"""What a heartbeat does, in order."""
