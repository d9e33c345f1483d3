"""What a worker does by itself: it asks others, belongs to no request, and can be stopped."""

import json
import os
import signal
import threading

import pytest

from batos.errors import CancelledError, DeadlineError
from batos.inference import CancelToken
from batos.kernel.base.context import Exchange, OwnWork
from batos.wire.codec import decode_header
from batos.wire.messages.inference import DescribeRole
from batos.wire.messages.kernel import CancelJob, ListJobs, ShutDown


@pytest.fixture
def own(kernel, h, tmp_path):
    """A kernel whose main worker asks the other one something that nobody asked for."""
    place = tmp_path / "own.json"
    kernel.start({**h.MAIN, "args": ["--own", str(place)]}, h.OTHER)
    with kernel.client() as client:

        def asked():
            return [job for job in client.request(ListJobs()).jobs if job["state"] == "running"]

        yield place, client, asked


def answer(h, place):
    h.until(place.exists)
    return json.loads(place.read_text())


def test_it_is_answered_and_belongs_to_no_job(own, h):
    place, _client, asked = own
    h.until(lambda: len(asked()) == 1)
    (job,) = asked()
    assert (job["type"], job["lane"], job["parent"]) == ("other.gated", "batch", "")
    place.with_suffix(".gate").touch()
    assert answer(h, place) == {"open": True, "cancelled": False}
    h.until(lambda: not asked())


def test_cancelling_it_wakes_who_waits_and_stops_the_other_worker(own, h):
    place, _client, asked = own
    h.until(asked)
    place.with_suffix(".cancel").touch()
    assert answer(h, place) == "The worker is ending."
    h.until(lambda: not asked())


def test_nobody_waits_for_it_when_the_kernel_stops(own, kernel, h):
    _place, client, asked = own
    h.until(asked)
    client.request(ShutDown(drain_s=3600.0))
    h.until(lambda: not kernel.connection.alive())


def test_it_ends_with_its_worker(own, kernel, h):
    _place, client, asked = own
    h.until(asked)
    before = asked()[0]["job"]
    os.kill(kernel.engine(client)["pid"], signal.SIGKILL)
    h.until(lambda: before not in [job["job"] for job in asked()])


def test_a_token_of_its_own_ends_a_request_and_tells_the_other_worker():
    sent, token = [], CancelToken()
    work = OwnWork(Exchange(lambda frames: sent.append(decode_header(frames[1]).type), print))
    threading.Timer(0.05, token.cancel).start()
    with pytest.raises(CancelledError):
        work.request(DescribeRole("default"), cancel=token)
    assert sent == [DescribeRole.TYPE, CancelJob.TYPE]
    with pytest.raises(DeadlineError):
        work.request(DescribeRole("default"), timeout=0.05, cancel=CancelToken())
