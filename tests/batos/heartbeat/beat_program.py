"""A process that kills itself in the middle of a heartbeat.

``beat_program.py FOLDER STEP TEXT``: SIGKILL comes when the heartbeat tells, in that step, of
something that holds the text; ``end`` as the text stands for the end of the step.
"""

import contextlib
import importlib.util
import os
import signal
import sys
from pathlib import Path

_HERE = Path(__file__).parent


def module(path):
    spec = importlib.util.spec_from_file_location(f"of_{path.parent.name}", path)
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def main():
    folder, step, text = sys.argv[1:]
    sys.path.append(str(_HERE.parents[1] / "storages"))  # as pytest has it
    helpers, beats = module(_HERE.parent / "conftest.py"), module(_HERE / "conftest.py")
    with contextlib.ExitStack() as stack:
        image = helpers.Home(Path(folder), stack).open(helpers.Coder(beats.WRONG))
        beats.failed(beats.filled(image))

        def heard(event):
            ended = event.kind == "heartbeat.step"
            if event.state == step and (ended if text == "end" else text in event.text):
                os.kill(os.getpid(), signal.SIGKILL)

        image.heartbeat.now(user="amy", listener=heard)


if __name__ == "__main__":
    main()
