"""One kernel that is watched."""

import os
import signal

from batos.kernel.process import launch
from batos.kernel.process.service import KernelExit
from batos.kernel.watchdog.watched import Watched


def ended(watched, h):
    return h.until(lambda: watched.ended(0.05))


def test_how_a_kernel_ends_that_somebody_else_has_started(kernel, h):
    kernel.start()
    watched = Watched(kernel.run, kernel.connection)
    assert watched.ended(0.0) is None
    launch.stop(kernel.run)
    assert ended(watched, h).intended
    kernel.start()
    watched = Watched(kernel.run, kernel.connection)
    kernel.kill()
    death = ended(watched, h)
    assert not death.intended
    assert death.outside


def test_how_ones_own_ends(kernel, h):
    launched = launch.launch(kernel.argv(h.MAIN), kernel.run, kernel.logs / "out", timeout=120)
    watched = Watched.of(launched, kernel.run)
    os.kill(launched.connection.pid, signal.SIGTERM)
    assert ended(watched, h).code == KernelExit.STOPPED


def test_it_is_killed_although_it_does_not_answer(kernel, h):
    kernel.start()
    os.kill(kernel.connection.pid, signal.SIGSTOP)
    Watched(kernel.run, kernel.connection).kill()
    h.until(lambda: not kernel.connection.alive())
