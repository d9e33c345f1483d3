"""An engine: grams answered by its name, and ends that are told."""

import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from batos.errors import KernelNotRunningError, UsageError
from batos.kernel.worker.engine import ANSWER, EngineRuntime
from batos.wire.codec import decode_body, pack, unpack
from batos.wire.faults import (
    EngineLostError,
    EngineUnavailableError,
    InternalError,
    LimitExceededError,
    NameTakenError,
    UnknownTargetError,
)
from batos.wire.messages.bus import BatGram
from batos.wire.messages.frame import MAX_BODY, Header
from batos.wire.messages.kernel import KernelStatus
from batos.wire.messages.workers import Register


def obey(gram, job):
    """Do what the method says."""
    match gram.method:
        case "echo":
            return {"source": gram.source, "payload": gram.payload}
        case "refuse":
            raise UsageError("Not that.", hint="This.")
        case "boom":
            raise ZeroDivisionError("a secret of the engine")
        case "huge":
            return "x" * (MAX_BODY + 10)
        case "ask":
            return job.request(BatGram(gram.payload, "echo", "asked on")).answer
        case "gate":
            while not Path(gram.payload).exists():
                threading.Event().wait(0.01)
            return "through"
        case "wait":
            while not job.cancel_token.cancelled:
                threading.Event().wait(0.01)
            job.cancel_token.raise_if_cancelled()
    return None


@pytest.fixture
def engine(standing, h, request):
    """An engine on the bus of the standing kernel, of a name that no other test has."""
    name = request.node.name.upper()[5:60].replace("[", "-").strip("]")
    with served(standing, h, name) as engine:
        yield engine


@contextmanager
def served(kernel, h, name):
    ended = []

    def serve():
        try:
            engine.serve()
        except Exception as error:
            ended.append(error)

    engine = EngineRuntime(name, obey, kernel.connection, kernel.run / "keys")
    engine.name, engine.ended = name, ended
    thread = threading.Thread(target=serve)
    thread.start()
    with kernel.client() as client:
        h.until(lambda: ended or name in members(client))
    try:
        yield engine
    finally:
        engine.stop()
        thread.join()


def members(client):
    return [
        each["name"]
        for each in client.request(KernelStatus())["engines"]
        if each["member"] and each["state"] == "ready"
    ]


def test_a_gram_is_answered_by_name_in_any_spelling(standing, engine):
    with standing.client() as client:
        for name in (engine.name, engine.name.lower()):
            told = client.request(BatGram(name, "echo", {"n": [2**70, b"x"]}, "somebody else"))
            assert told.answer == {"source": "client", "payload": {"n": [2**70, b"x"]}}


@pytest.mark.parametrize(
    ("method", "kind", "words"),
    [
        ("refuse", UsageError, "Not that"),
        ("boom", InternalError, "incident"),
        ("huge", LimitExceededError, "bytes"),
    ],
)
def test_what_goes_wrong_in_it_is_one_error(standing, engine, method, kind, words):
    with standing.client() as client:
        with pytest.raises(kind, match=words) as caught:
            client.request(BatGram(engine.name, method))
        assert "secret" not in caught.value.message
        assert client.request(BatGram(engine.name, "echo")).answer["payload"] is None


def test_a_gram_that_is_too_long_is_refused_before_it_leaves(standing, engine):
    with standing.client() as client, pytest.raises(LimitExceededError):
        client.request(BatGram(engine.name, "echo", "x" * MAX_BODY))


def test_engines_ask_each_other_and_each_is_told_who_asks(standing, h, engine):
    with served(standing, h, "SECOND") as second, standing.client() as client:
        told = client.request(BatGram(second.name, "ask", engine.name))
        assert told.answer == {"source": "SECOND", "payload": "asked on"}


def test_a_posted_gram_is_answered_by_a_gram_to_its_source(standing, h, engine):
    with standing.raw() as gui:
        gui.send(pack(Header(kind="ctl", type="register", sess="g"), Register(name="GUI")), 1000)
        assert h.read(gui, ("ctl",))[0].type == "registered"
        for method in ("echo", "refuse", "boom", ANSWER, "huge"):
            gram = BatGram(engine.name, method, "why?", "ROBIN")
            gui.send(pack(Header(kind="evt", type=gram.TYPE, id=method), gram), 1000)
        told = [decode_body(h.read(gui, ("evt",))[1]) for _ in range(4)]
        gui.send(pack(Header(kind="ctl", type="leave")), 1000)
    assert {(each["source"], each["target"], each["method"]) for each in told} == {
        (engine.name, "GUI", ANSWER)
    }
    answers = [each["payload"] for each in told]
    assert {"persona": engine.name, "content": {"source": "GUI", "payload": "why?"}} in answers
    assert {"usage", "internal", "limit.exceeded"} <= {each.get("code") for each in answers}


def test_a_name_that_is_taken_ends_the_second_with_a_sentence(standing, h, engine):
    with served(standing, h, engine.name.lower()) as second:
        (error,) = second.ended
    assert isinstance(error, NameTakenError)
    assert engine.name.lower() in error.message
    with standing.client() as client:
        assert client.request(BatGram(engine.name, "echo")).answer


def test_who_waits_is_told_when_it_ends_and_what_runs_is_cancelled(standing, h, engine):
    with standing.client() as client:
        threading.Timer(0.2, engine.stop).start()
        with pytest.raises(EngineLostError, match="has ended before it could answer"):
            client.request(BatGram(engine.name, "wait"))
        with pytest.raises((EngineUnavailableError, UnknownTargetError)):
            client.request(BatGram(engine.name, "echo"))


def test_what_it_has_in_hand_is_answered_before_it_ends(standing, h, engine, tmp_path):
    gate = tmp_path / "gate"

    def end():
        engine.stop()
        with standing.client() as other:
            h.until(lambda: engine.name not in members(other))
        gate.touch()

    threading.Timer(0.1, end).start()
    with standing.client() as client:
        assert client.request(BatGram(engine.name, "gate", str(gate))).answer == "through"


def test_the_end_of_the_kernel_is_told(h, tmp_path):
    kernel = h.KernelProcess(tmp_path).start()
    with served(kernel, h, "LONELY") as engine:
        kernel.end()
        h.until(lambda: engine.ended)
    (error,) = engine.ended
    assert isinstance(error, KernelNotRunningError)


def test_what_cannot_be_read_ends_nothing(standing, h, engine):
    with standing.raw() as dealer, standing.client() as client:
        for frames in (
            [b"BAT1", b"\xc1", b"\x80"],
            pack(Header(kind="evt", type=BatGram.TYPE, id="odd"), {"target": [engine.name]}),
            [*pack(Header(kind="evt", type=BatGram.TYPE), None)[:2], b"\x91" * 4000],
        ):
            dealer.send(frames, 1000)
            assert unpack(dealer.receive(int(h.PATIENCE_S * 1000)))[0].kind == "err"
        assert client.request(BatGram(engine.name, "echo")).answer
