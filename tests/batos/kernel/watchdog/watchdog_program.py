"""A watchdog as a process, over the command that a test wants; tells what happens, line by line."""

import json
import signal
import sys
from pathlib import Path

from batos.kernel.base.settings import RestartPolicy
from batos.kernel.watchdog.endurance import Endurance
from batos.kernel.watchdog.watchdog import Watchdog, WatchSettings


def tell(event, text, facts):
    print(json.dumps({"event": event, "text": text, **facts}), flush=True)


def main():
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever runs the tests may ignore it
    asked = json.loads(sys.argv[1])
    folder = Path(asked["folder"])
    quick = RestartPolicy(first_s=0.01, cap_s=0.02, breaker=asked.get("breaker", 5))
    settings = WatchSettings(
        runtime_dir=folder / "run",
        log_file=folder / "logs" / "kernel.out",
        start_s=120.0,
        patience_s=asked.get("patience_s", 120.0),
        endurance=lambda: Endurance(own=quick, outside=quick),
    )
    return Watchdog(settings, lambda: asked["command"], tell).run()


if __name__ == "__main__":
    sys.exit(main())
