"""An upgrade that kills itself, as if the machine had lost its power, where a test says."""

import os
import random
import signal
import sys
import threading
import time

from batos.cli.system.starting import upgrade_of
from batos.config import load_config
from batos.kernel.upgrade.instructions import Instructions
from batos.kernel.upgrade.journal import Journal


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(step):
    """Die as soon as a step is on record, and nothing of it is done."""
    note = Journal.note

    def noted(journal, begun, text, hint=""):
        note(journal, begun, text, hint)
        if begun == step:
            die()

    Journal.note = noted


def die_within(seconds):
    """Die at any time within some seconds."""

    def wait():
        time.sleep(random.uniform(0, seconds))
        die()

    threading.Thread(target=wait, daemon=True).start()


def main():
    where, wheels = sys.argv[1:]
    if where.startswith("within "):
        die_within(float(where.split()[1]))
    else:
        die_at(where)
    upgrade = upgrade_of(load_config(), lambda entry: None)
    upgrade.recover()
    upgrade.carry_out(Instructions(wheels=wheels))


if __name__ == "__main__":
    main()
