"""A process that forks another one for each kill, so that nobody waits for imports.

It reads lines of JSON from its standard input, ``{"phase", "folder", "seed", "number"}``, forks a
child that works until it is killed, and answers with the child's number and, once it has ended,
with how. What the child has acknowledged stands in ``acks.jsonl`` in the folder: what was written
there before a SIGKILL stays there.
"""

import json
import os
import random
import sys
import traceback
from pathlib import Path

from phases import PHASES, Acks, Place, few_plugins


def say(**answer):
    print(json.dumps(answer), flush=True)


def child(asked):
    """Work until somebody ends this process."""
    folder = Path(asked["folder"])
    os.setpgid(0, 0)  # what it starts is ended with it
    log = os.open(folder / "child.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        acks = Acks(folder, asked["number"])
        rng = random.Random(asked["seed"])
        PHASES[asked["phase"]].run(Place(folder, PLUGINS), acks, rng)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(3)
    os._exit(4)  # it was to work for ever


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if not pid:
            child(asked)
        say(pid=pid)
        _, status = os.waitpid(pid, 0)
        say(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    PLUGINS = few_plugins()
    say(ready=True)
    main()
