"""The single-map form."""

import msgspec
import pytest

from batos.wire.founding import founding_answer, founding_command

_MESSAGE = {"command": "initiate_cognitive_cycle", "target_oid": None, "mission_brief": {}}


def test_it_is_known_with_and_without_a_delimiter():
    raw = msgspec.msgpack.encode(_MESSAGE)
    assert founding_command([raw]) == ("initiate_cognitive_cycle", raw)
    assert founding_command([b"", raw]) == ("initiate_cognitive_cycle", raw)


@pytest.mark.parametrize(
    "frames",
    [
        [],
        [b""],
        [b"", b""],
        [b"x", msgspec.msgpack.encode(_MESSAGE)],
        [b"GET / HTTP/1.1"],
        [b"\x80"],
        [msgspec.msgpack.encode({"command": ""})],
        [msgspec.msgpack.encode({"command": "../../x"})],
        [msgspec.msgpack.encode({"command": 4})],
        [msgspec.msgpack.encode(_MESSAGE)[:-1]],
        [b"\x81\xa7command" + b"\x91" * 5000],
    ],
)
def test_anything_else_is_not(frames):
    assert founding_command(frames) is None


def test_answers_are_one_map():
    def read(frame):
        return msgspec.msgpack.decode(frame)

    encode = msgspec.msgpack.encode
    assert read(founding_answer(encode({"result": [1]}))) == {"status": "COMPLETE", "result": [1]}
    assert read(founding_answer(encode({"a": 1}))) == {"status": "COMPLETE", "result": {"a": 1}}
    failed = read(founding_answer(None, encode({"code": "busy"})))
    assert failed == {"status": "FAILED", "error": {"code": "busy"}}
