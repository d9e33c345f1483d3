"""``batos heartbeat``, against a running system and against an image that is still."""

import pytest

SHOUT = "def {}(self, text):\n    return text.upper() + '!?'\n"


@pytest.fixture
def twice(batos):
    """Two methods that are the same; taken away in the end."""
    names = ("genesis.bawl", "genesis.yell")
    for address in names:
        assert batos("define", address, say=SHOUT.format(address.partition(".")[2])).code == 0
    assert batos("send", "genesis", "bawl", "a").code == 0
    yield names
    for address in names:
        while batos("undo", address).code == 0:
            pass


def test_one_is_had_seen_and_answered(batos, twice):
    report = batos("heartbeat", "now", "--by", "amy", "--json").json()
    assert (report["state"], report["asked_by"], len(report["steps"])) == ("done", "amy", 7)
    told = batos("heartbeat", "report", report["id"])
    assert told.out.startswith(f"Heartbeat {report['id']}, ")
    assert "asked by amy\naudit     " in told.out
    assert "s of work" in told.err
    assert batos("heartbeat", "calendar", "--json").json()[0]["id"] == report["id"]
    assert report["id"] in batos("heartbeat", "calendar").out
    state = batos("heartbeat").out
    assert "Proposed to be archived" in state
    assert "genesis.yell does what genesis.bawl does, in the same words." in state
    assert batos("heartbeat", "keep", "genesis.yell").err.startswith("genesis.yell is kept")
    batos("heartbeat", "archive", "genesis.yell").sentence(2, "not proposed")
    assert "genesis.yell" not in batos("heartbeat", "status").out


def test_its_steps_are_told_as_they_end(batos):
    answer = batos("heartbeat", "now")
    assert answer.code == 0
    for step in ("audit", "test", "retry", "recap", "propose", "tidy", "check"):
        assert f"\n{step:<10}" in f"\n{answer.err}"
    assert batos("heartbeat", "now", "-q").err.count("\n") == 1


def test_an_image_that_is_still_tells_of_its_last_one(alone, still):
    assert alone("up").code == 0
    assert alone("heartbeat", "report").code == 2
    assert alone("heartbeat", "now", "-q").code == 0
    assert alone("down").code == 0
    answer = alone("heartbeat")
    assert answer.code == 0
    assert "all is well" in answer.out
    assert alone("heartbeat", "report").out.startswith("Heartbeat ")
