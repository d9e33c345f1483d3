"""A small real worker, run as a child process by the tests."""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

from batos.errors import AuditRefusedError, BatosError, ImageLockedError
from batos.kernel.worker.runtime import WorkerRuntime, parse_worker_args


def echo(_type, body, _job):
    return body


def gated(_type, body, job):
    """Tell that it runs, then wait for a file or a cancel."""
    if body.get("aside"):
        job.step_aside()
    job.tell("gated.running", {"pid": os.getpid()})
    while not Path(body["gate"]).exists():
        if not body.get("stubborn"):
            job.cancel_token.raise_if_cancelled()
        time.sleep(0.01)
    return {"open": True, "cancelled": job.cancelled}


def boom(_type, body, _job):
    raise ZeroDivisionError("a secret of the worker")


def leave(_type, body, _job):
    raise SystemExit(3)


def refuse(_type, body, _job):
    raise AuditRefusedError("No imports.", hint="Leave it out.", details={"line": 3})


def die(_type, body, _job):
    os.kill(os.getpid(), signal.SIGKILL)


def flood(_type, body, job):
    for number in range(body["count"]):
        job.tell("flood.drop", {"number": number, "pad": "x" * body.get("pad", 0)})
    return {"sent": body["count"]}


def progress(_type, body, job):
    for number in range(body["count"]):
        job.tell("progress", {"number": number, "pad": "x" * 1000}, key="progress")
    return {"sent": body["count"]}


def chain(_type, body, job):
    """Ask another type in turn and pass its events on."""
    return job.call(
        body["type"], body["body"], on_event=lambda kind, said: job.tell(f"child.{kind}", said)
    )


def odd(_type, body, _job):
    return {"big": 2**70, "set": {3, 1, 2}, "tuple": (1, (2, 3)), 4: "four", "bytes": b"\x00\xff"}


def huge(_type, body, _job):
    return {"text": "x" * (17 * 1024 * 1024)}


def _until(path):
    while not path.exists():
        time.sleep(0.01)


def main():
    args, rest = parse_worker_args()

    def own():
        """Ask another worker something that nobody has asked for; tell a file how it went."""
        work = runtime.own_work()
        place = Path(rest[rest.index("--own") + 1])
        if place.with_suffix(".stop").exists():
            work.cancel()
        threading.Thread(
            target=lambda: (_until(place.with_suffix(".cancel")), work.cancel()), daemon=True
        ).start()
        try:
            answer = work.call("other.gated", {"gate": str(place.with_suffix(".gate"))})
        except BatosError as error:
            answer = error.message
        place.with_suffix(".new").write_text(json.dumps(answer))
        place.with_suffix(".new").replace(place)

    def start(report):
        if "--own" in rest:
            threading.Thread(target=own, daemon=True).start()
        if "--locked" in rest:
            raise ImageLockedError("The image is open elsewhere.", hint="Close it.")
        if "--broken" in rest:
            raise RuntimeError("a bug in the start")
        if "--gate" in rest:
            gate = Path(rest[rest.index("--gate") + 1])
            report("starting", "waiting at the gate")
            while not gate.exists():
                time.sleep(0.01)
        if "--steps" in rest:
            for step in range(20):
                report("starting", f"step {step}")
        if "--degraded" in rest:
            report("degraded", "half of it is missing")

    if "--crash" in rest:
        print("the last words", file=sys.stderr, flush=True)
        os._exit(7)
    handlers = {
        "echo": echo,
        "echo.pool": echo,
        "gated": gated,
        "gated.quick": gated,
        "boom": boom,
        "leave": leave,
        "refuse": refuse,
        "die": die,
        "flood": flood,
        "progress": progress,
        "chain": chain,
        "chain.quick": chain,
        "odd": odd,
        "huge": huge,
        "founding.initiate_cognitive_cycle": lambda _t, body, _j: {"result": body["mission_brief"]},
        "founding.refuse": refuse,
    }
    prefix = rest[rest.index("--prefix") + 1] if "--prefix" in rest else ""
    runtime = WorkerRuntime(
        args,
        {f"{prefix}{name}": handler for name, handler in handlers.items()},
        quick={f"{prefix}{name}" for name in ("echo", "gated.quick", "chain.quick")},
        early={"echo.pool"},
        shards={"gated": "receiver"},
        max_parallel=4,
        start=start,
    )
    return runtime.run()


if __name__ == "__main__":
    sys.exit(main())
