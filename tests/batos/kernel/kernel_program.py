"""A kernel as a child process, with the settings that a test wants."""

import json
import sys
from pathlib import Path

from batos.kernel.base.settings import KernelLimits, KernelSettings, RestartPolicy, WorkerSpec
from batos.kernel.process.service import run_kernel


def main():
    asked = json.loads(sys.argv[1])
    folder = Path(asked["folder"])
    settings = KernelSettings(
        runtime_dir=folder / "run",
        log_dir=folder / "logs",
        **{"port": 0, "drain_s": 5.0, **asked.get("settings", {})},
        restart=RestartPolicy(**asked.get("restart", {"first_s": 0.05})),
        limits=KernelLimits(**asked.get("limits", {})),
    )
    program = str(Path(__file__).with_name("worker_program.py"))
    workers = [
        WorkerSpec(
            name=spec["name"],
            argv=(sys.executable, *spec.get("program", (program,)), *spec.get("args", ())),
            capabilities=tuple(spec["capabilities"]),
            required=spec.get("required", True),
            method_s=spec.get("method_s", 0.0),
            late_s=spec.get("late_s", 0.0),
            family=spec.get("family", ""),
            deaths=Path(spec["deaths"]) if "deaths" in spec else None,
        )
        for spec in asked["workers"]
    ]
    return run_kernel(settings, workers)


if __name__ == "__main__":
    sys.exit(main())
