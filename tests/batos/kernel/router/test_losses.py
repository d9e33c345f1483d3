"""What becomes of the requests of a worker that died."""

import pytest

from batos.kernel.base.blame import Suspect
from batos.kernel.base.links import Peer
from batos.kernel.base.settings import KernelLimits
from batos.kernel.router.engines import Engine
from batos.kernel.router.jobs import Job
from batos.kernel.router.losses import loss, may_run_again
from batos.wire.faults import EngineKilledError, EngineLostError
from batos.wire.messages.frame import Header


@pytest.fixture
def job():
    header = Header(kind="req", type="object.show", id="r1")
    made = Job("j1", Peer(None, b"p", KernelLimits()), header, inc="i", limits=KernelLimits())
    made.body = b""
    return made


def engine(**fields):
    return Engine("image", idempotent=frozenset({"object.show"}), cause="it fell", **fields)


def test_a_request_that_was_not_begun_goes_on_a_few_times(job):
    gone = engine(begun=frozenset())
    for _ in range(5):
        assert may_run_again(job, gone)
        job.moves += 1
    assert not may_run_again(job, gone)
    assert isinstance(loss(job, gone), EngineLostError)


def test_a_request_that_does_no_harm_runs_again_once(job):
    gone = engine(begun=frozenset({"j1"}))
    assert may_run_again(job, gone)
    job.tries = 1
    assert not may_run_again(job, gone)


@pytest.mark.parametrize("kind", ["method", "object"])
def test_what_is_known_to_have_ended_the_worker_does_not_run_again(job, kind):
    gone = engine(begun=frozenset({"j1"}), suspects={"j1": Suspect("it", 1.0, 1, kind)})
    assert not may_run_again(job, gone)
    error = loss(job, gone)
    assert isinstance(error, EngineKilledError)
    assert error.details[kind] == "it"


def test_a_message_that_has_ended_one_worker_may_try_another(job):
    gone = engine(begun=frozenset({"j1"}), suspects={"j1": Suspect("show", 0.0, 1, "message")})
    assert may_run_again(job, gone)
    assert isinstance(loss(job, gone), EngineLostError)
    gone.suspects = {"j1": Suspect("show", 0.0, 2, "message")}
    assert not may_run_again(job, gone)
    assert isinstance(loss(job, gone), EngineKilledError)
