"""What every client does with its link."""

import pytest

from batos.errors import ProtocolError
from batos.wire.faults import LimitExceededError
from batos.wire.link import dealt, framed, in_short
from batos.wire.messages.frame import MAGIC, MAX_BODY
from batos.wire.messages.kernel import Ping


def test_another_protocol_is_refused_before_anything_is_sent(running):
    import msgspec

    msgspec.structs.replace(running.connection, protocol=9).publish(running.run)
    with pytest.raises(ProtocolError, match="protocol 9"):
        dealt(running.run)


def test_what_is_too_long_is_refused_before_it_is_sent():
    body = {"text": "x" * MAX_BODY}
    with pytest.raises(LimitExceededError):
        framed("echo", body, session="me", inc="x", lane="batch", id_="", ttl_s=0)


def test_a_request_carries_its_circumstances():
    header, frames = framed(
        "echo", {"a": 1}, session="me", inc="x", lane="batch", id_="", ttl_s=1.5
    )
    assert (header.sess, header.inc, header.lane, header.ttl_ms) == ("me", "x", "batch", 1500)
    assert header.id
    assert frames[0] == MAGIC
    assert in_short(Ping(), "me")[0] == MAGIC
