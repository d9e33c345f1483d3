"""Trials: a method on examples, in a child process that may crash, hang or fill its memory."""

from __future__ import annotations

import io
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from batos.errors import GuardianError
from batos.guardian.trial.confine import Confinement
from batos.guardian.trial.reports import (
    CaseReport,
    Fit,
    Outcome,
    Survey,
    TrialLimits,
    TrialReport,
)
from batos.guardian.trial.tagged import NotPlainError
from batos.guardian.trial.zygote import framed, read_frame, supervise
from batos.objects.example import UNSET, Example
from batos.objects.sameness import fulfils

__all__ = ["Trial", "child_environment"]

_SURVEY_SECONDS = 10.0


class Trial:
    """Runs methods on examples in limited child processes.

    Holds one zygote process, started when first needed and started again when it has died. Safe
    to share between threads; trials then wait for each other.

    Args:
        limits: What each trial may use.
    """

    def __init__(self, limits: TrialLimits | None = None) -> None:
        self.limits = limits or TrialLimits()
        self._zygote: _Zygote | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the zygote. A later run would start another."""
        with self._lock:
            self._drop()

    def run(
        self,
        source: str,
        examples: Sequence[Example],
        *,
        methods: Mapping[str, str] | None = None,
        state: Mapping[str, Any] | None = None,
        clock: str | None = None,
    ) -> TrialReport:
        """Run a method on examples, each with a fresh receiver.

        Args:
            source: Source of the method.
            examples: Calls, and what is expected of them.
            methods: Sources of other methods that the receiver understands, by selector.
            state: Slots of the receiver; an example's own state goes before it.
            clock: ISO date and time that methods see; None for the one of the limits.

        Raises:
            GuardianError: No child process can be started, or an argument is not plain data.
        """
        request = {
            "source": source,
            "methods": dict(methods or {}),
            "state": dict(state or {}),
            "cases": [[number, example.to_plain()] for number, example in enumerate(examples)],
            **self._limits(),
            **({"clock": clock} if clock else {}),
        }
        longest = 10 + (self.limits.wall_seconds + 1) * max(1, len(examples))
        return _report(self._reports(request, longest), examples)

    def survey(
        self,
        sources: Sequence[str],
        examples: Sequence[Example],
        *,
        outer: Sequence[int] = (),
        inner: Sequence[int] = (),
    ) -> Survey:
        """Find out which of many proven methods make all examples true.

        Args:
            sources: Sources of the methods.
            examples: Calls, and what is expected of them.
            outer: Positions of methods that may take what another gives.
            inner: Positions of methods whose result may be handed on.

        Returns:
            What fits; nothing when the child was ended by one of the methods.

        Raises:
            GuardianError: No child process can be started, or an example is not plain data.
        """
        request = {
            "sources": list(sources),
            "examples": [example.to_plain() for example in examples],
            "pairs": {"outer": list(outer), "inner": list(inner)},
            "cases": [[0, None]],
            **self._limits(),
            "wall_seconds": _SURVEY_SECONDS,
        }
        for report in self._reports(request, _SURVEY_SECONDS + 10):
            if "fits" in report:
                fits = [Fit(index, tuple(order)) for index, order in report["fits"]]
                pairs = [(outer, inner) for outer, inner in report["pairs"]]
                return Survey(tuple(fits), tuple(pairs))
        return Survey((), ())

    def confinement(self) -> Confinement:
        """Return what the system holds around a child, as a child found it.

        Raises:
            GuardianError: No child process can be started.
        """
        request = {"probe": True, "cases": [[0, None]], **self._limits()}
        for report in self._reports(request, 10.0):
            if "held" in report:
                return Confinement.from_plain(report["held"])
        return Confinement()

    def _limits(self) -> dict[str, Any]:
        return {
            "fuel": self.limits.fuel,
            "seconds": self.limits.seconds,
            "wall_seconds": self.limits.wall_seconds,
            "cpu_seconds": self.limits.cpu_seconds,
            "memory_bytes": self.limits.memory_bytes,
            "seed": self.limits.seed,
            "clock": self.limits.clock,
        }

    def _reports(self, request: Mapping[str, Any], longest: float) -> list[dict[str, Any]]:
        try:
            data = framed(request)
        except NotPlainError as problem:
            raise GuardianError(
                f"An example holds what cannot be kept: {problem}.",
                hint="Give numbers, texts, lists, dicts or dates.",
            ) from None
        if hasattr(os, "fork"):
            with self._lock:
                return self._exchange(data, longest)
        return supervise(request, lambda part: _fresh_interpreter(part, longest))

    def _exchange(self, data: bytes, longest: float) -> list[dict[str, Any]]:
        """Return the zygote's reports; when it has died, ask another one once."""
        for _ in range(2):
            if self._zygote is None or not self._zygote.alive:
                self._drop()
                self._zygote = _Zygote()
            reports = self._zygote.exchange(data, longest)
            if reports is not None:
                return reports
            self._drop()
        raise GuardianError(
            "The trial process keeps ending.", hint="Look for a limit on processes or memory."
        )

    def _drop(self) -> None:
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None


def _report(reports: list[dict[str, Any]], examples: Sequence[Example]) -> TrialReport:
    for report in reports:
        if "error" in report:
            return TrialReport(ok=False, cases=(), error=str(report["error"]))
    found = {report["case"]: report for report in reports if "case" in report}
    cases = tuple(
        _case(
            found.get(number, {"outcome": "crashed", "error_text": "It was not reached."}), example
        )
        for number, example in enumerate(examples)
    )
    return TrialReport(ok=all(case.outcome == "ok" for case in cases), cases=cases)


def _case(report: Mapping[str, Any], example: Example) -> CaseReport:
    outcome = cast("Outcome", report["outcome"])
    error_type = str(report.get("error_type", ""))
    last = len(example.earlier)
    call = int(report.get("call", last))
    if call < last:
        example = example.until(call)
    elif outcome == "raised" and example.raises and error_type == example.raises:
        after = report.get("state_after")
        right = example.after is UNSET or fulfils(example.after, after or {})
        outcome = "ok" if right else "wrong"
    state = report.get("state_after")
    return CaseReport(
        outcome=outcome,
        result=report["result"] if "result" in report else report.get("shown"),
        expected=example.result,
        state_after=state,
        changed=tuple(report.get("changed", ())),
        error_type=error_type,
        error_text=str(report.get("error_text", "")),
        seconds=float(report.get("seconds", 0.0)),
        printed=str(report.get("printed", "")),
        call=call,
        results=tuple(report.get("results", ())),
    )


_KEPT = frozenset(
    """PATH PYTHONPATH PYTHONHOME VIRTUAL_ENV SYSTEMROOT SYSTEMDRIVE TEMP TMP TZ LANG LC_ALL
    LD_LIBRARY_PATH DYLD_LIBRARY_PATH COVERAGE_PROCESS_START""".split()
)


def _command(*arguments: str) -> list[str]:
    # -P: a file in the working folder must not take the place of a module.
    return [sys.executable, "-P", "-m", "batos.guardian.trial.zygote", *arguments]


def child_environment() -> dict[str, str]:
    """Return the few variables that a child needs; secrets in others stay behind."""
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


class _Zygote:
    """One zygote process and its pipes.

    The process is started by the thread that reads from it, which lives as long as it does: the
    system's parent-death signal speaks of the parent's thread, not of the whole parent.

    Raises:
        GuardianError: The process cannot be started.
    """

    def __init__(self) -> None:
        self._reports: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader = threading.Thread(target=self._live, name="batos-trial", daemon=True)
        self._reader.start()
        first = self._next(60.0)
        if first is None or "ready" not in first:
            self.close()
            reason = (first or {}).get("failed", "it ended at once")
            raise GuardianError(f"The trial process cannot be started: {reason}.")

    def _live(self) -> None:
        """Start the process and move its frames to the queue; None marks the end."""
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
            )
        except OSError as problem:
            self._reports.put({"failed": problem.strerror or "unknown reason"})
            return
        stream = cast("BinaryIO", self._process.stdout)
        try:
            while (message := read_frame(stream)) is not None:
                self._reports.put(message)
        except (NotPlainError, OSError, ValueError):
            pass  # a zygote that was killed in the middle of a frame
        self._reports.put(None)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process is not None and self._process.poll() is None

    def exchange(self, data: bytes, longest: float) -> list[dict[str, Any]] | None:
        """Return the reports to a request, or None when the zygote has died or hangs."""
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            return None
        reports: list[dict[str, Any]] = []
        while True:
            report = self._next(longest)
            if report is None:
                return None
            if "end" in report:
                return reports
            reports.append(report)

    def _next(self, seconds: float) -> dict[str, Any] | None:
        try:
            return cast("dict[str, Any] | None", self._reports.get(timeout=seconds))
        except queue.Empty:
            return None

    def close(self) -> None:
        """Kill the process and wait for its end."""
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        self._reader.join()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # what was not yet written went with the process


def _fresh_interpreter(
    request: Mapping[str, Any], longest: float
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Serve a request in an interpreter of its own, for systems that cannot fork."""
    late = False
    with subprocess.Popen(  # noqa: S603 - our own module
        _command("--once"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=child_environment(),
    ) as process:
        try:
            output, _ = process.communicate(framed(request), timeout=longest)
        except subprocess.TimeoutExpired:
            late = True
            process.kill()
            output, _ = process.communicate()
    stream = io.BytesIO(output)
    reports = []
    while (message := read_frame(stream)) is not None:
        if not {"start", "end"} & set(message):
            reports.append(message)
    if late:
        return reports, {"outcome": "timeout", "error_text": "It ran for too long."}
    return reports, {"outcome": "crashed", "error_text": "It ended its process."}
