"""``method.*`` over the wire."""

import pytest

from batos.errors import AuditRefusedError, ImageError, UsageError
from batos.wire.messages.history import Undo
from batos.wire.messages.methods import (
    AddExample,
    DefineMethods,
    MethodProgress,
    RunExamples,
    TryMethod,
)

SIGH = "def sigh(self, text):\n    return text + '…'\n"


@pytest.fixture
def client(shared):
    with shared.client() as client:
        yield client


def define(client, source, **facts):
    methods = [{"address": "genesis.sigh", "source": source, **facts}]
    return client.request(DefineMethods(methods, user="amy")).methods


@pytest.fixture
def sigh(client):
    define(client, SIGH)
    yield "genesis.sigh"
    while True:
        try:
            client.request(Undo(["genesis.sigh"]))
        except UsageError:
            break


def test_everything_can_be_done_by_a_program(client, sigh):
    done = client.request(AddExample(sigh, example="'a' -> 'a…'"))
    assert done["added"] == 1
    found = client.request(TryMethod(sigh, args=["b"]))
    assert (found["value"], found["changes"]) == ("b…", [])
    told = []
    asked = RunExamples(sigh)
    report = client.request(asked, on_event=lambda kind, event: told.append((kind, event)))
    assert report["right"]
    assert (MethodProgress.TYPE, {"address": sigh, "done": 0, "of": 1}) in told


def test_errors_keep_their_class_and_details(client, sigh):
    with pytest.raises(AuditRefusedError) as error:
        define(client, "def sigh(self):\n    return open('x')\n")
    assert error.value.details["findings"][0]["line"] == 2
    with pytest.raises(ImageError, match="changed by somebody else"):
        define(client, SIGH.replace("…", "!"), seen="")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("method.define", {"methods": ["x"]}),
        ("method.define", {"methods": [{"source": SIGH}]}),
        ("method.define", {"methods": [{"address": "genesis.sigh", "source": 1}]}),
        ("method.define", {"methods": [{"address": "genesis.sigh", "seen": 1}]}),
        ("method.try", {"address": "genesis.sigh", "args": 3}),
        ("method.test", {"address": 3}),
        ("method.example", {"address": "genesis.sigh"}),
    ],
)
def test_a_body_that_is_wrong(client, kind, body):
    with pytest.raises(UsageError):
        client.call(kind, body)


def test_nothing_to_define(client):
    assert client.request(DefineMethods([])).methods == []
