"""A ping over the wire."""

import os
import signal

from batos.kernel.watchdog.pulse import Pulse


def test_a_kernel_that_answers_is_heard_again_and_again(kernel, h):
    kernel.start()
    pulse = Pulse(kernel.run)
    os.kill(kernel.connection.pid, signal.SIGSTOP)
    h.until(lambda: pulse.silent_s > 3)
    os.kill(kernel.connection.pid, signal.SIGCONT)
    h.until(lambda: pulse.silent_s < 3)
    pulse.close()


def test_a_key_that_is_gone_says_nothing_of_the_kernel(kernel, h):
    kernel.start()
    (kernel.run / "keys" / "client.key").unlink()
    pulse = Pulse(kernel.run)
    before = pulse._heard
    h.until(lambda: pulse._heard > before)
    pulse.close()
