"""A process that learns a method, or makes an object, and kills itself at one point of the cycle.

``cycle_program.py FOLDER POINT SELECTOR [RESUME]``: in the place of a selector, a class is
what the model writes for an object. The point is the number of the commit of the cycle (from 1,
the opened record) before (``3-``) or after (``3+``) which SIGKILL comes; ``end`` lets it live;
``each`` lets it live and copies the folder at each point, as SIGKILL would leave it there, to the
folder's name with the point behind it.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import sys
from pathlib import Path

from batos.image import Session
from batos.learning.model.brief import MissionBrief
from batos.objects import Example

_HERE = Path(__file__).parent


def conftest():
    sys.path.append(str(_HERE.parents[2] / "storages"))  # as pytest has it
    spec = importlib.util.spec_from_file_location("mind_conftest", _HERE.parents[1] / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stop_at(point, folder):
    """Kill this process at a commit of a cycle, or keep what each commit finds and leaves."""
    if point == "end":
        return
    seen = []

    def come_to(when):
        here = f"{len(seen)}{when}"
        if point == "each":
            shutil.copytree(folder, f"{folder}{here}")
        elif here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    original = Session.change

    def change(self, work, *, note, **options):
        if not note.startswith("Cycle ") or "taken over" in note:
            return original(self, work, note=note, **options)
        seen.append(note)
        come_to("-")
        result = original(self, work, note=note, **options)
        come_to("+")
        return result

    Session.change = change


def brief(selector):
    examples = (Example(args=(3,), result=9), Example(args=(5,), result=15))
    return MissionBrief(
        selector=selector, text="treble a figure", examples=examples, asked_by="amy"
    )


COUNTER = "a counter: press() counts one more, count() gives how many"


def main():
    folder, point, selector, *rest = sys.argv[1:]
    helpers = conftest()
    written = ("    return number * 2\n", "    return number * 3\n")
    making = selector.startswith("class ")
    if making:
        written = (selector,)
    with contextlib.ExitStack() as stack:
        image = helpers.Home(Path(folder), stack).open(helpers.Coder(*written))
        stop_at(point, folder)
        print("open", flush=True)
        if "resume" in rest:
            image.resume_interrupted()
        elif making:
            image.make(COUNTER)
        else:
            image.learn(brief(selector))
    print("done")


if __name__ == "__main__":
    main()
