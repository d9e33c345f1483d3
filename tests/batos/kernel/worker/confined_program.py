"""What a confined worker can and cannot do; prints one JSON object."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from batos.config import load_config
from batos.guardian.trial.trial import Trial
from batos.image import Session
from batos.kernel.worker import confinement
from batos.objects import Example, UvmObject


def attempt(work):
    try:
        work()
    except OSError as error:
        return type(error).__name__
    return "done"


def runs(trial):
    report = trial.run("def m(self):\n    return 2\n", [Example(result=2)])
    return report.ok


def main():
    kind, outside = sys.argv[1], Path(sys.argv[2])
    loaded = load_config()
    loaded.paths.make()
    inside = loaded.paths.state_dir / "inside"
    seen = {"walls": getattr(confinement, f"confine_{kind}_worker")(loaded)}
    seen["inside"] = attempt(lambda: inside.write_text("x"))
    seen["outside"] = attempt(lambda: outside.write_text("x"))
    seen["read"] = attempt(Path(__file__).read_text)
    seen["program"] = attempt(lambda: subprocess.run(["/bin/sh", "-c", "true"], check=True))
    seen["cache"] = attempt(lambda: (loaded.paths.cache_dir / "model").write_text("x"))
    seen["temporary"] = attempt(lambda: tempfile.TemporaryFile().close())
    python = [sys.executable, "-c", f"open({str(outside)!r}, 'w')"]
    seen["python"] = attempt(
        lambda: (
            subprocess.run(python, check=True, stderr=subprocess.DEVNULL)
            if subprocess.run(python, stderr=subprocess.DEVNULL, check=False).returncode == 0
            else seen.update(python_was_held=True)
        )
    )
    if kind == "image":
        with Trial() as trial:
            seen["trial"] = runs(trial)
            trial._zygote._process.kill()
            trial._zygote._process.wait()
            seen["trial_after_death"] = runs(trial)
        session = Session(loaded.image_uri, lambda: None)

        def work(root):
            root.add("thing", UvmObject(text="x" * 100))
            root.space.savepoint()
            root.find("thing").text = "y"
            for number in range(400):
                # Together more than SQLite keeps of a temporary table in memory.
                root.add(f"thing_{number}", UvmObject(text=f"{number}" * 4_000))

        session.change(work, note="test")
        session.close()
        seen["image"] = (loaded.paths.data_dir / "live_image.fs.index").exists()
    print(json.dumps(seen))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
