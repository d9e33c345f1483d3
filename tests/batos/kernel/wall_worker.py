"""A worker whose handlers hang and die in every way, run as a child process by the tests."""

import ctypes
import os
import signal
import sys
import time
from pathlib import Path

from batos.kernel.base.desk import Desk
from batos.kernel.worker.runtime import WorkerRuntime, parse_worker_args


def hang():
    """Hold the interpreter in a single step that takes for ever: no thread can do anything."""
    pair = (1, 2)
    for _ in range(60):
        pair = (pair, pair)
    hash(pair)


def main():
    args, _rest = parse_worker_args()
    desk = Desk(args.desk)

    def method(_type, body, job):
        """Run as a method would, with what it does in the body."""
        with Path(body["runs"]).open("a") as runs:
            runs.write("x")
        pad = desk.begin(body["name"])
        pad[:] = int(body.get("oid", 0)).to_bytes(8, "big")
        try:
            job.tell("running", {"pid": os.getpid()})
            if body["does"] == "hang":
                hang()
            if body["does"] == "load":
                desk.loading(int(body["record"]).to_bytes(8, "big"))
                hang()
            if body["does"] == "crash":
                ctypes.string_at(0)
            if body["does"] == "die":
                os.kill(os.getpid(), signal.SIGKILL)
            while body["does"] == "wait" and not Path(body["gate"]).exists():
                time.sleep(0.01)
        finally:
            desk.end()
        return {"done": True}

    def crash(_type, body, _job):
        """End the process in a handler that runs no method."""
        if body["crash"]:
            ctypes.string_at(0)
        return {"done": True}

    def count(_type, body, job):
        """Note that it ran, and end the process as long as it has not run often enough."""
        with Path(body["runs"]).open("a") as runs:
            runs.write("x")
        if body.get("tell"):
            job.tell("told", {})
        if len(Path(body["runs"]).read_text()) < body["enough"]:
            os.kill(os.getpid(), signal.SIGKILL)
        return {"done": True}

    def stubborn(_type, body, job):
        """Heed nothing."""
        job.tell("running", {"pid": os.getpid()})
        while not Path(body["gate"]).exists():
            time.sleep(0.01)

    def blamed(_type, _body, _job):
        return {"blamed": [blame.to_plain() for blame in args.blamed]}

    runtime = WorkerRuntime(
        args,
        {
            "method": method,
            "crash": crash,
            "count": count,
            "look": count,
            "stubborn": stubborn,
            "blamed": blamed,
        },
        quick={"method"},
        idempotent={"look", "blamed"},
        desk=desk,
        walls="walls of the test",
        max_parallel=4,
        # Something that takes a moment, as the opening of an image does.
        start=lambda report: report("starting", "opening"),
    )
    return runtime.run()


if __name__ == "__main__":
    sys.exit(main())
