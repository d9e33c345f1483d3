"""The wall: workers that hang are ended, explained and replaced, and the others' work goes on."""

import threading
from pathlib import Path

import pytest

from batos.errors import CancelledError
from batos.wire.faults import EngineKilledError, EngineLostError
from batos.wire.messages.kernel import CancelJob, KernelStatus, ListJobs

_PROGRAM = (str(Path(__file__).with_name("wall_worker.py")),)
WALL = {
    "name": "main",
    "capabilities": ["method", "crash", "count", "look", "stubborn", "blamed"],
    "program": _PROGRAM,
}


@pytest.fixture
def walled(kernel):
    """A kernel whose worker may run a method for a second."""
    return kernel.start({**WALL, "method_s": 1.0}, settings={"beat_s": 0.1})


@pytest.fixture
def patient(kernel):
    """A kernel whose worker may run a method for ever."""
    return kernel.start(WALL, settings={"beat_s": 0.1})


@pytest.fixture
def ask(tmp_path):
    """Returns the body of a request that is carried out as a method."""

    def body(does, name="genesis.hang", **more):
        return {"does": does, "name": name, "runs": str(tmp_path / f"{name}.runs"), **more}

    return body


def runs(tmp_path, name):
    file = tmp_path / f"{name}.runs"
    return len(file.read_text()) if file.exists() else 0


def blamed(client):
    return client.call("blamed", timeout=120)["blamed"]


class Asked:
    """A request in a thread and client of its own, told when it runs."""

    def __init__(self, kernel, type_, body, **options):
        self.begun = threading.Event()
        self.answer = None
        self.error = None
        self._thread = threading.Thread(target=self._ask, args=(kernel, type_, body, options))
        self._thread.start()

    def _ask(self, kernel, type_, body, options):
        try:
            with kernel.client() as client:
                self.answer = client.call(
                    type_, body, on_event=lambda kind, _: self.begun.set(), **options
                )
        except Exception as error:
            self.error = error

    def end(self):
        self._thread.join(120)
        assert not self._thread.is_alive()
        return self


def test_a_method_that_hangs_ends_its_worker_and_the_client_is_told_why(walled, ask, tmp_path):
    with walled.client() as client:
        before = walled.engine(client)["pid"]
        with pytest.raises(EngineKilledError, match=r"genesis\.hang.*could not be stopped") as told:
            client.call("method", ask("hang"))
        assert told.value.details["method"] == "genesis.hang"
        assert told.value.details["deaths"] == 1
        assert "second one" in told.value.hint
        assert client.call("method", ask("pass", "genesis.fine"), timeout=120) == {"done": True}
        after = walled.engine(client)
        assert (after["state"], after["crashes"]) == ("ready", 1)
        assert after["pid"] != before
    assert runs(tmp_path, "genesis.hang") == 1


def test_requests_that_the_worker_had_not_begun_are_run_once_by_the_next_one(
    walled, ask, h, tmp_path
):
    hanging = Asked(walled, "method", ask("hang"))
    assert hanging.begun.wait(120)
    others = [Asked(walled, "method", ask("pass", f"genesis.m{n}"), timeout=120) for n in range(6)]
    assert isinstance(hanging.end().error, EngineKilledError)
    for number, other in enumerate(others):
        assert other.end().answer == {"done": True}
        assert runs(tmp_path, f"genesis.m{number}") == 1


def test_the_second_death_condemns_the_method_and_the_next_worker_is_told(walled, ask):
    with walled.client() as client:
        for deaths in (1, 2):
            assert blamed(client) == []
            with pytest.raises(EngineKilledError) as told:
                client.call("method", ask("hang", oid=77))
            assert told.value.details["deaths"] == deaths
        assert "quarantine" in told.value.hint
        (blame,) = blamed(client)
        assert (blame["oid"], blame["text"], blame["deaths"]) == (77, "genesis.hang", 2)
        assert "could not be stopped" in blame["cause"]
        # It has served since: a later worker has nobody to look for.
        with pytest.raises(EngineKilledError):
            client.call("method", ask("hang", "genesis.other", oid=78))
        assert blamed(client) == []


def test_deaths_under_two_kernels_condemn_a_method(kernel, ask, tmp_path):
    worker = {**WALL, "deaths": str(tmp_path / "deaths.json")}
    for _ in range(2):
        kernel.start(worker, settings={"beat_s": 0.1})
        with kernel.client() as client:
            assert blamed(client) == []
            with pytest.raises(EngineKilledError):
                client.call("method", ask("die", oid=9), timeout=120)
        kernel.end()
    kernel.start(worker, settings={"beat_s": 0.1})
    with kernel.client() as client:
        (blame,) = blamed(client)
        assert (blame["oid"], blame["deaths"]) == (9, 2)


@pytest.mark.long
def test_two_methods_that_end_one_worker_each_are_not_condemned(walled, ask):
    with walled.client() as client:
        for oid in (5, 6):
            with pytest.raises(EngineKilledError):
                client.call("method", ask("hang", f"genesis.m{oid}", oid=oid))
        assert blamed(client) == []


def test_a_method_that_crashes_its_worker_is_blamed_as_well(patient, ask):
    with patient.client() as client:
        for _ in range(2):
            with pytest.raises(EngineKilledError, match="killed by SIGKILL"):
                client.call("method", ask("die", oid=9), timeout=120)
        (blame,) = blamed(client)
        assert (blame["oid"], blame["cause"]) == (9, "killed by SIGKILL")


@pytest.mark.long
def test_deaths_that_are_explained_do_not_close_the_worker_for_everybody(patient, ask):
    with patient.client() as client:
        for oid in range(1, 8):  # more than open the breaker
            with pytest.raises(EngineKilledError):
                client.call("method", ask("die", f"genesis.m{oid}", oid=oid), timeout=120)
        assert client.call("method", ask("pass", "genesis.fine"), timeout=120) == {"done": True}
        assert patient.engine(client)["state"] == "ready"


def test_a_method_that_ran_beside_the_one_that_crashed_is_not_blamed(patient, ask, tmp_path):
    gate = str(tmp_path / "gate")
    for deaths in (1, 2):
        waiting = Asked(patient, "method", ask("wait", "genesis.patient", oid=4, gate=gate))
        assert waiting.begun.wait(120)
        with patient.client() as client, pytest.raises(EngineKilledError) as told:
            client.call("method", ask("crash", oid=5), timeout=120)
        assert told.value.details["deaths"] == deaths
        assert type(waiting.end().error) is EngineLostError
    with patient.client() as client:
        assert [blame["oid"] for blame in blamed(client)] == [5]


def test_a_message_that_crashes_its_worker_twice_is_carried_out_no_more(patient):
    with patient.client() as client:
        with pytest.raises(EngineLostError):
            client.call("crash", {"crash": True, "n": 1}, timeout=120)
        with pytest.raises(EngineKilledError, match="carried out this request"):
            client.call("crash", {"crash": True, "n": 1}, timeout=120)
        assert client.call("crash", {"crash": False}, timeout=120) == {"done": True}
        crashes = patient.engine(client)["crashes"]
        with pytest.raises(EngineKilledError, match="two workers"):
            client.call("crash", {"crash": True, "n": 1}, timeout=120)
        assert patient.engine(client)["crashes"] == crashes
        with pytest.raises(EngineLostError):
            client.call("crash", {"crash": True, "n": 2}, timeout=120)
        assert client.call("crash", {"crash": False}, timeout=120) == {"done": True}


@pytest.mark.long
def test_an_object_that_is_loaded_for_ever_is_blamed_in_place_of_the_method(walled, ask):
    # A record that loads for less than a second is taken for an ordinary one.
    with walled.client() as client:
        for deaths in (1, 2):
            with pytest.raises(EngineKilledError, match="loaded the object @33") as told:
                client.call("method", ask("load", oid=5, record=33), timeout=120)
            assert told.value.details["deaths"] == deaths
        assert "set aside" in told.value.hint
        (blame,) = blamed(client)
        assert (blame["kind"], blame["oid"]) == ("object", 33)


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the system does not tell")
def test_a_method_that_only_waited_for_the_one_that_hangs_is_not_blamed(kernel, ask, tmp_path):
    # Long enough for the second one to begin before the first one's time is over.
    kernel.start({**WALL, "method_s": 4.0}, settings={"beat_s": 0.1})
    gate = str(tmp_path / "gate")
    waiting = Asked(kernel, "method", ask("wait", "genesis.patient", oid=4, gate=gate))
    assert waiting.begun.wait(120)
    hanging = Asked(kernel, "method", ask("hang", oid=5))
    assert isinstance(hanging.end().error, EngineKilledError)
    assert type(waiting.end().error) is EngineLostError


def begin_late(h, dealer, type_, body):
    """Send a request whose time is short, and wait until it runs; it counts from its arrival."""
    dealer.send(h.request(type_, body, ttl_ms=300), 1000)
    h.read(dealer, ("evt",))


def test_a_silent_worker_with_a_late_request_is_ended_before_its_silence_would(kernel, ask, h):
    kernel.start(
        {**WALL, "late_s": 600.0},
        settings={"beat_s": 0.1, "liveness": 2, "kill_silent_s": 600.0},
    )
    with kernel.client() as client, kernel.raw() as dealer:
        begin_late(h, dealer, "method", ask("hang", oid=3))
        assert client.call("method", ask("pass", "genesis.fine"), timeout=120) == {"done": True}
        assert "past its deadline" in kernel.engine(client)["cause"]


def test_a_request_that_heeds_nothing_is_ended_some_time_after_its_deadline(kernel, h, tmp_path):
    kernel.start({**WALL, "late_s": 0.3}, settings={"beat_s": 0.1})
    with kernel.client() as client, kernel.raw() as dealer:
        begin_late(h, dealer, "stubborn", {"gate": str(tmp_path / "never")})
        assert client.call("blamed", timeout=120) == {"blamed": []}
        assert "stubborn did not stop" in _cause(kernel, client)


def _cause(kernel, client):
    while not (cause := kernel.engine(client)["cause"]):
        client.call("blamed", timeout=120)
    return cause


def test_a_late_request_is_left_alone_where_nobody_asked_for_an_end(kernel, h, tmp_path):
    kernel.start(WALL, settings={"beat_s": 0.1})
    gate = tmp_path / "gate"
    with kernel.client() as client, kernel.raw() as dealer:
        begin_late(h, dealer, "stubborn", {"gate": str(gate)})
        job = client.request(ListJobs()).jobs[0]
        h.until(lambda: client.request(ListJobs()).jobs[0]["seconds"] > job["seconds"] + 0.5)
        gate.touch()
        h.until(lambda: not client.request(ListJobs()).jobs)
        assert kernel.engine(client)["crashes"] == 0


def test_what_does_no_harm_is_run_again_once(patient, tmp_path):
    with patient.client() as client:
        body = {"runs": str(tmp_path / "look.runs"), "enough": 2}
        assert client.call("look", body, timeout=120) == {"done": True}
        assert runs(tmp_path, "look") == 2


def test_what_does_no_harm_but_kills_twice_is_given_up(patient, tmp_path):
    with patient.client() as client:
        with pytest.raises(EngineLostError):
            client.call("look", {"runs": str(tmp_path / "look.runs"), "enough": 9}, timeout=120)
        assert runs(tmp_path, "look") == 2


def test_what_has_told_something_or_may_do_harm_is_not_run_again(patient, tmp_path):
    with patient.client() as client:
        for type_, tell in (("count", False), ("look", True)):
            file = str(tmp_path / f"{type_}.runs")
            with pytest.raises(EngineLostError):
                client.call(type_, {"runs": file, "enough": 9, "tell": tell}, timeout=120)
            assert runs(tmp_path, type_) == 1


def test_a_hard_cancel_blames_nobody(patient, ask, tmp_path):
    gate = str(tmp_path / "never")
    with patient.client() as client:
        for _ in range(2):
            waiting = Asked(patient, "method", ask("wait", oid=4, gate=gate))
            assert waiting.begun.wait(120)
            job = next(j for j in client.request(ListJobs()).jobs if j["type"] == "method")
            client.request(CancelJob(job["job"], mode="hard", grace_ms=0))
            assert isinstance(waiting.end().error, CancelledError)
        assert blamed(client) == []


def test_the_walls_of_kernel_and_workers_are_told(kernel, tmp_path):
    kernel.start(WALL)
    with kernel.client() as client:
        assert kernel.engine(client)["walls"] == "walls of the test"
        assert "switched off" in client.request(KernelStatus())["walls"]
