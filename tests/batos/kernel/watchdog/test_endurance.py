"""Which death is followed by a start, and after how long."""

import pytest

from batos.errors import ConfigError, ImageDamagedError, PortInUseError
from batos.kernel.base.settings import RestartPolicy
from batos.kernel.process.service import KernelExit
from batos.kernel.watchdog.endurance import Death, Endurance
from batos.wire.faults import EngineUnavailableError


def ended(code):
    return EngineUnavailableError("It ended.", details={"exit_code": code})


@pytest.mark.parametrize(
    ("error", "code", "outside"),
    [
        (ConfigError("No."), KernelExit.CONFIG, False),
        (ImageDamagedError("No."), KernelExit.IMAGE_DAMAGED, False),
        (PortInUseError("No."), KernelExit.TEMPORARY, False),
        (EngineUnavailableError("Not ready after 60 s."), KernelExit.INTERNAL, False),
        (ended(82), KernelExit.IMAGE_DAMAGED, False),
        (ended(2), KernelExit.CONFIG, False),
        (ended(-9), KernelExit.INTERNAL, True),
        (ended(-11), KernelExit.INTERNAL, False),
        (ended(0), KernelExit.STOPPED, False),
    ],
)
def test_a_start_that_fails_has_a_code(error, code, outside):
    death = Death.at_start(error)
    assert (death.code, death.outside) == (code, outside)


def test_pauses_grow_until_nobody_tries_any_longer():
    own = Endurance(own=RestartPolicy(first_s=1.0, jitter=0.0, breaker=4))
    death = Death("killed by SIGSEGV")
    found = [own.judge(death, now) for now in (0.0, 1.0, 2.0, 3.0)]
    assert [each.delay for each in found] == [1.0, 2.0, 4.0, None]
    assert found[-1].reason == "it ended 4 times within 1 minute, at last: killed by SIGSEGV"


def test_who_is_killed_again_and_again_is_started_again_all_the_same():
    endurance = Endurance()
    killed = Death.of_process(-9)
    delays = [endurance.judge(killed, 3.0 * number).delay for number in range(50)]
    assert max(delays) <= 1.2
    assert endurance.judge(Death("exit code 70"), 150.0).delay < 0.5  # counted by itself


def test_what_was_long_ago_does_not_count():
    endurance = Endurance()
    delays = [endurance.judge(Death("exit code 70"), 1000.0 * n).delay for n in range(20)]
    assert max(delays) < 0.5


def test_a_damaged_image_is_not_tried_twice():
    verdict = Endurance().judge(Death("Bytes are gone.", KernelExit.IMAGE_DAMAGED), 0.0)
    assert verdict.delay is None
    assert verdict.reason == "the image is damaged: Bytes are gone."
