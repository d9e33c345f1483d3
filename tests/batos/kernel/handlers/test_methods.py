"""``method.*`` over the wire."""

import pytest

from batos.errors import AuditRefusedError, ImageError, UsageError

SIGH = "def sigh(self, text):\n    return text + '…'\n"


@pytest.fixture
def client(shared):
    with shared.client() as client:
        yield client


def define(client, source, **facts):
    methods = [{"address": "genesis.sigh", "source": source, **facts}]
    return client.request("method.define", {"methods": methods, "user": "amy"})["methods"]


@pytest.fixture
def sigh(client):
    define(client, SIGH)
    yield "genesis.sigh"
    while True:
        try:
            client.request("history.undo", {"addresses": ["genesis.sigh"]})
        except UsageError:
            break


def test_everything_can_be_done_by_a_program(client, sigh):
    done = client.request("method.example", {"address": sigh, "example": "'a' -> 'a…'"})
    assert done["added"] == 1
    found = client.request("method.try", {"address": sigh, "args": ["b"]})
    assert (found["value"], found["changes"]) == ("b…", [])
    told = []
    body = {"address": sigh}
    report = client.request("method.test", body, on_event=lambda kind, e: told.append((kind, e)))
    assert report["right"]
    assert ("method.progress", {"address": sigh, "done": 0, "of": 1}) in told


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
        client.request(kind, body)


def test_nothing_to_define(client):
    assert client.request("method.define", {"methods": []})["methods"] == []
