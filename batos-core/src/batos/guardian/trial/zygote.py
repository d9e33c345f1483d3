"""The zygote: a small process that forks a limited child for each trial.

Forking from here costs 2 ms; forking from a worker with an image and caches would cost four times
as much, and would hand its memory to the method. Run as
``python -m batos.guardian.trial.zygote``; it reads requests from standard input and writes reports
to standard output, framed by length, and ends when its input does. ``--once`` serves one request
in the process itself, for systems that cannot fork.
"""

from __future__ import annotations

import codecs
import contextlib
import gc
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from batos.as_json import allow_long_numbers
from batos.guardian.dialect import ENCODINGS
from batos.guardian.running.compiler import Compiler
from batos.guardian.trial import cases, confine, fits
from batos.guardian.trial.tagged import NotPlainError, dumps, loads

__all__ = ["framed", "main", "read_frame", "supervise", "write_frame"]

_HEADER = struct.Struct(">I")
_LARGEST = 64 * 1024 * 1024


def read_frame(stream: BinaryIO) -> Any | None:
    """Return the next message, or None at the end of the stream."""
    header = stream.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (length,) = _HEADER.unpack(header)
    if length > _LARGEST:
        return None
    data = stream.read(length)
    return loads(data) if len(data) == length else None


def framed(message: Any) -> bytes:
    """Return a message as it goes over a pipe."""
    data = dumps(message)
    return _HEADER.pack(len(data)) + data


def write_frame(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    stream.write(framed(message))
    stream.flush()


def main(arguments: list[str]) -> int:
    """Serve requests until standard input ends."""
    confine.die_with_parent()
    allow_long_numbers()
    requests, reports = sys.stdin.buffer, sys.stdout.buffer
    # Nothing but frames may reach the pipe, whatever prints.
    sys.stdout = sys.stderr
    if "--once" in arguments:
        request = read_frame(requests)
        if request is not None:
            _load_early()
            held = confine.confine(request["memory_bytes"], request["cpu_seconds"])
            _work(request, lambda report: write_frame(reports, report), Compiler(), held)
            write_frame(reports, {"end": True})
        return 0
    compiler = Compiler()
    _load_early()
    gc.collect()
    gc.freeze()  # the children shall not copy pages only because the collector looked at them
    write_frame(reports, {"ready": True})
    while True:
        try:
            request = read_frame(requests)
        except NotPlainError:
            return 1
        if request is None:
            return 0
        if "sources" in request:
            fits.prepare(request, compiler)
        for report in supervise(request, lambda part: _fork(part, compiler)):
            write_frame(reports, report)
        write_frame(reports, {"end": True})


def _load_early() -> None:
    """Load what Python loads when it is first used: a confined child can open no file."""
    for name in ENCODINGS:
        codecs.lookup(name)
    if hasattr(time, "tzset"):
        time.tzset()


def _work(
    request: Mapping[str, Any],
    emit: Callable[[dict[str, Any]], None],
    compiler: Compiler,
    held: confine.Confinement,
) -> None:
    if "probe" in request:
        emit({"case": 0, "held": held.to_plain()})
    elif "sources" in request:
        fits.run_survey(request, emit, compiler)
    else:
        cases.run_cases(request, emit)


Child = Callable[[Mapping[str, Any]], tuple[list[dict[str, Any]], dict[str, Any]]]


def supervise(request: Mapping[str, Any], child: Child) -> list[dict[str, Any]]:
    """Run a request in children: a new one after each case that ends its child.

    Args:
        request: As :func:`batos.guardian.trial.cases.run_cases` takes it.
        child: Runs a request in one child; returns what it reported, and what to say of the case
            during which it ended.
    """
    todo = list(request["cases"])
    done: list[dict[str, Any]] = []
    while True:
        reports, ending = child({**request, "cases": todo})
        for report in reports:
            if "error" in report:
                return [report]
            done.append(report)
        finished = {report["case"] for report in reports}
        todo = [item for item in todo if item[0] not in finished]
        if not todo:
            return done
        # The first that is not finished is the one that ended its child.
        done.append({"case": todo.pop(0)[0], **ending})
        if not todo:
            return done


def _fork(
    request: Mapping[str, Any], compiler: Compiler
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return what a child reported, and what to say of the case during which it ended."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _serve_child(request, writer, compiler)
    os.close(writer)
    try:
        return _listen(child, reader, request["wall_seconds"])
    finally:
        os.close(reader)


def _serve_child(request: Mapping[str, Any], writer: int, compiler: Compiler) -> None:
    """Be the child: confine, run, report, end. Never returns."""
    code = 1
    try:
        confine.die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _close_streams()
        held = confine.confine(request["memory_bytes"], request["cpu_seconds"])

        def emit(report: dict[str, Any]) -> None:
            data = framed(report)
            while data:
                data = data[os.write(writer, data) :]

        _work(request, emit, compiler, held)
        code = 0
    except BaseException as problem:
        code = 3 if isinstance(problem, MemoryError) else 1
    finally:
        os._exit(code)


def _close_streams() -> None:
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)


def _listen(
    child: int, reader: int, wall_seconds: float
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Collect a child's reports; kill it when one case takes too long."""
    reports: list[dict[str, Any]] = []
    buffer = b""
    deadline = time.monotonic() + wall_seconds
    late = False
    while True:
        ready, _, _ = select.select([reader], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            late = True
            break
        data = os.read(reader, 1 << 16)
        if not data:
            break
        buffer += data
        while (message := _cut(buffer)) is not None:
            report, buffer = message
            deadline = time.monotonic() + wall_seconds
            if "start" not in report:
                reports.append(report)
        if len(buffer) > _LARGEST:
            break
    with contextlib.suppress(ProcessLookupError):  # it has ended by itself
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return reports, _ending(status, late, wall_seconds)


def _cut(buffer: bytes) -> tuple[dict[str, Any], bytes] | None:
    """Return the first whole message of a buffer, and the rest."""
    if len(buffer) < _HEADER.size:
        return None
    (length,) = _HEADER.unpack_from(buffer)
    end = _HEADER.size + length
    if len(buffer) < end:
        return None
    return loads(buffer[_HEADER.size : end]), buffer[end:]


def _ending(status: int, late: bool, wall_seconds: float) -> dict[str, Any]:
    """Return outcome and words for the case during which a child ended."""
    if late:
        return {
            "outcome": "timeout",
            "error_text": f"It ran for more than {wall_seconds:g} seconds.",
        }
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == getattr(signal, "SIGXCPU", -1):
            return {"outcome": "timeout", "error_text": "It used too much processor time."}
        name = signal.Signals(number).name
        return {"outcome": "crashed", "error_text": f"It ended its process ({name})."}
    if os.waitstatus_to_exitcode(status) == 3:
        return {"outcome": "breach", "error_text": "It used too much memory."}
    return {"outcome": "crashed", "error_text": "It ended its process."}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
