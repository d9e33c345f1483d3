"""The heartbeat of an image: when one is due, and how it goes from step to step.

``image.heartbeat`` of a :class:`batos.living.LivingImage` is one :class:`Heartbeat`. It looks, and
proposes; what would change anything that a person relies on waits for their word.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

from batos.config import HeartbeatConfig
from batos.errors import BatosError, CancelledError, UsageError
from batos.heartbeat import proposing
from batos.heartbeat.reports import (
    Kind,
    all_reports,
    begin_report,
    find_report,
    is_interrupted,
    latest_report,
    note_event,
    told,
)
from batos.heartbeat.steps import STEPS
from batos.heartbeat.way import Way
from batos.heartbeat.work import Found, Organs, Pace, SpentError, Work
from batos.image import Root
from batos.image.storage import file_of
from batos.inference import CancelToken
from batos.learning.model.circumstances import Listener, unheard
from batos.learning.records.owners import this_owner
from batos.learning.records.trail import LONGEST_DAYS, Trail, days_ago, named, now_text
from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.heartbeat import (
    BeatReport,
    HeartbeatState,
    ProposalAnswer,
    StepLine,
)

__all__ = ["Heartbeat"]

_LOG = logging.getLogger(__name__)
_ASKED, _INTERVAL = "asked", "interval"
_MOST_LINES = 200
"""Lines of a step that are kept."""


class Heartbeat:
    """What an image does by itself to stay well. Safe to use from many threads.

    Args:
        organs: What it looks after.
        config: When it is done, and how far it may go.
        trail: Where its events are written as JSON lines.

    Attributes:
        way: Who is at work in this process; a heartbeat gives way to them.
    """

    def __init__(self, organs: Organs, config: HeartbeatConfig, trail: Trail) -> None:
        self.way = Way()
        self._organs = organs
        self._session = organs.host.session
        self._config = config
        self._trail = trail
        self._owner = this_owner()
        self._exclusive = file_of(self._session.uri) is not None
        self._running = threading.Lock()
        self._opened = time.monotonic()

    def now(
        self,
        *,
        trigger: str = _ASKED,
        user: str = "user",
        listener: Listener = unheard,
        cancel: CancelToken | None = None,
    ) -> BeatReport:
        """Look after the image; a heartbeat that was interrupted goes on.

        Args:
            trigger: ``asked``, or ``interval`` where nobody waits for it: stopped, it goes on
                later.
            user: On whose behalf.
            listener: Told of its events.
            cancel: Stops it; what it has found is kept.

        Returns:
            What it has found.

        Raises:
            UsageError: One is running already.
            CancelledError: It was cancelled.
            ImageError: The image cannot be written.
        """
        if not self._running.acquire(blocking=False):
            raise UsageError(
                "A heartbeat is running just now.", hint="See how far it is: batos heartbeat"
            )
        try:
            return self._beat(trigger, named(user), listener, cancel or CancelToken())
        finally:
            self._running.release()

    def due(self) -> bool:
        """Return whether one is to be begun: it is time, and nobody is at work."""
        if not self._config.interval or self._running.locked():
            return False
        with self._session.read() as root:
            last = latest_report(root)
            if last is not None and last["state"] == "running":
                gone = is_interrupted(last, self._owner, exclusive=self._exclusive)
                return gone and self.way.idle >= self._config.idle
            hours = (dt.datetime.now(dt.UTC) - self._since(root)).total_seconds() / 3600
        # A clock that was ahead must not put the next one off for ever.
        late = abs(hours) / self._config.interval
        # Who has just started the system has something to ask.
        open_for = (time.monotonic() - self._opened) / 3600
        overdue = late >= 2 and open_for >= self._config.interval
        return overdue or (late >= 1 and self.way.idle >= self._config.idle)

    def status(self) -> HeartbeatState:
        """Return when the last one was, when the next one is due, and what is proposed."""
        with self._session.read() as root:
            last = latest_report(root)
            interval = dt.timedelta(hours=min(self._config.interval, 24 * LONGEST_DAYS))
            due = (self._since(root) + interval).isoformat(timespec="seconds") if interval else ""
            return {
                "interval": self._config.interval,
                "next": due,
                "last": told(last) if last is not None else None,
                "proposals": proposing.proposals(root),
            }

    def report(self, name: str = "") -> BeatReport:
        """Return the report of a heartbeat.

        Args:
            name: Its id, or the beginning of it; empty for the latest.

        Raises:
            UsageError: There was none yet.
            UnknownNameError: There is no such one.
        """
        with self._session.read() as root:
            return told(find_report(root, name))

    def calendar(self, days: float = 14.0) -> list[BeatReport]:
        """Return the reports of the last days, the latest first.

        Raises:
            UsageError: It is no number of days.
        """
        since = days_ago(days)
        with self._session.read() as root:
            return [told(each) for each in all_reports(root, since.isoformat())]

    def archive(self, address: str, *, user: str = "user") -> ProposalAnswer:
        """Archive a method that it was proposed for (see :mod:`batos.heartbeat.proposing`).

        Raises:
            UsageError: It was not proposed, or is another one by now.
        """
        return proposing.archive(self._session, address.strip(), user=named(user))

    def keep(self, address: str, *, user: str = "user") -> ProposalAnswer:
        """Keep a method that it was proposed to archive; this version is not proposed again.

        Raises:
            UsageError: It was not proposed, or is another one by now.
        """
        return proposing.keep(self._session, address.strip(), user=named(user))

    def _since(self, root: Root) -> dt.datetime:
        last = latest_report(root)
        return dt.datetime.fromisoformat(str(last["began"] if last else root.meta["born"]))

    # -- one heartbeat ---------------------------------------------------------------------

    def _beat(self, trigger: str, user: str, listener: Listener, cancel: CancelToken) -> BeatReport:
        def begin(root: Root) -> tuple[BeatReport, CycleEvent]:
            report, goes_on = begin_report(
                root,
                trigger=trigger,
                user=user,
                owner=self._owner,
                exclusive=self._exclusive,
            )
            kind: Kind = "resumed" if goes_on else "began"
            text = f"It was interrupted in {report['step']}." if goes_on else "It begins."
            report["step"] = _next(told(report))
            return told(report), note_event(root, report, kind, text, {})

        report = self._commit(begin, "A heartbeat begins", listener)
        pace = Pace(
            self.way,
            cancel,
            self._config,
            worked=report["seconds"],
            waited=report["waited"],
            calls=report["model_calls"],
        )
        while step := _next(report):
            work = Work(
                self._organs, self._config, pace, report["began"], _teller(report, step, listener)
            )
            line = self._step(step, work, trigger, listener)
            report = self._ended_step(report, line, pace, listener)
        return self._close(report, "done", listener)

    def _step(self, step: str, work: Work, trigger: str, listener: Listener) -> StepLine:
        """Carry out a step; whatever goes wrong in one does not keep the others from it.

        Raises:
            CancelledError: It was cancelled.
        """
        work.tell("…")
        began, waited = time.monotonic(), work.pace.waited
        try:
            work.pace.go_on()
            found = STEPS[step](work)
        except SpentError:
            found = Found("The time was over before it came to its end.", state="part")
        except CancelledError:
            if trigger == _ASKED:
                with self._session.read() as root:
                    report = told(find_report(root, ""))
                self._close(report, "stopped", listener)
            raise
        except BatosError as error:
            found = Found(f"{error.message} {error.hint}".strip(), state="failed")
        except Exception as error:
            _LOG.exception("the step %s of a heartbeat failed", step)
            found = Found(f"This is a bug in BAT OS: {error!r}", state="failed")
        seconds = time.monotonic() - began - (work.pace.waited - waited)
        return {
            "step": step,
            "state": found.state,
            "text": found.text,
            "lines": list(found.lines[:_MOST_LINES]),
            "counts": dict(found.counts),
            "seconds": round(seconds, 3),
        }

    def _ended_step(
        self, report: BeatReport, line: StepLine, pace: Pace, listener: Listener
    ) -> BeatReport:
        def note(root: Root) -> tuple[BeatReport, CycleEvent]:
            kept = find_report(root, report["id"])
            kept["steps"] = [*kept["steps"], dict(line)]
            kept["seconds"] = round(pace.worked, 3)
            kept["waited"] = round(pace.waited, 3)
            kept["model_calls"] = pace.calls
            kept["step"] = _next(told(kept))
            if line["step"] == "propose":
                kept["proposals"] = [dict(each) for each in proposing.proposals(root)]
            return told(kept), note_event(root, kept, "step", line["text"], dict(line))

        return self._commit(note, f"A heartbeat: {line['step']}", listener)

    def _close(self, report: BeatReport, state: str, listener: Listener) -> BeatReport:
        def close(root: Root) -> tuple[BeatReport, CycleEvent]:
            kept = find_report(root, report["id"])
            kept["state"], kept["ended"] = state, now_text()
            return told(kept), note_event(root, kept, "ended", state, {})

        return self._commit(close, f"A heartbeat: {state}", listener)

    def _commit(
        self,
        work: Callable[[Root], tuple[BeatReport, CycleEvent]],
        note: str,
        listener: Listener,
    ) -> BeatReport:
        """Commit how far a heartbeat is, then tell it."""
        report, event = self._session.change(work, note=note, user="heartbeat")
        self._trail.write(event.to_plain())
        self._organs.host.plugins.notify(event)
        _tell(listener, event)
        return report


def _next(report: BeatReport) -> str:
    """Return the step that comes next, empty after the last one."""
    done = {line["step"] for line in report["steps"]}
    return next((step for step in STEPS if step not in done), "")


def _teller(report: BeatReport, step: str, listener: Listener) -> Callable[[str], None]:
    def tell(text: str) -> None:
        event = CycleEvent(kind="heartbeat.at", cycle=report["id"], state=step, text=text)
        _tell(listener, event)

    return tell


def _tell(listener: Listener, event: CycleEvent) -> None:
    try:
        listener(event)
    except Exception:
        # Who listens must not end what is listened to: the one who asked may have gone.
        _LOG.exception("A listener of a heartbeat failed")
