"""Frames, limits, and what breaks them."""

import contextlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batos.errors import ProtocolError
from batos.wire.codec import decode_body, decode_header, encode_body, encode_header, pack, unpack
from batos.wire.faults import BodyInvalidError, LimitExceededError, VersionMismatchError
from batos.wire.messages.frame import MAGIC, MAX_DEPTH, MAX_HEADER, Header, new_id

_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(), _VALUES))
def test_a_body_comes_back_as_it_was(body):
    tagged = "$int" in repr(body)  # the one key that has a meaning of its own
    assert tagged or decode_body(encode_body(body)) == body


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_whatever_arrives_is_read_or_refused(data):
    with contextlib.suppress(ProtocolError):
        assert isinstance(decode_header(data), Header)
    with contextlib.suppress(ProtocolError):
        assert isinstance(decode_body(data), dict)
    with contextlib.suppress(ProtocolError):
        assert unpack([MAGIC, data, data])[1] == data


def test_a_message_has_three_frames():
    header = Header(kind="req", type="echo", id=new_id(), sess="s", ts=1.5, ttl_ms=3)
    frames = pack(header, {"a": 1})
    assert frames[0] == MAGIC
    assert unpack(frames) == (header, encode_body({"a": 1}))
    assert unpack(frames[:2])[1] == b"\x80"


def test_fields_of_later_versions_are_ignored():
    frame = msgspec.msgpack.encode({"kind": "req", "type": "t", "id": "1", "colour": "blue"})
    assert decode_header(frame) == Header(kind="req", type="t", id="1")


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x80",
        msgspec.msgpack.encode({"kind": "req", "id": "x" * 65}),
        msgspec.msgpack.encode({"kind": "req", "seq": "one"}),
        encode_header(Header(kind="req")) + b"\x00",
        b"\x81\xa4kind" + b"\x91" * 3000,
        b"\x81\xa4kind\xa3\xff\xff\xff",
    ],
)
def test_a_header_that_is_none_is_malformed(frame):
    with pytest.raises(ProtocolError) as caught:
        decode_header(frame)
    assert caught.value.code == "protocol.malformed"


def test_limits_are_checked_before_decoding():
    with pytest.raises(LimitExceededError):
        decode_header(b"\x80" * (MAX_HEADER + 1))
    with pytest.raises(LimitExceededError):
        decode_body(b"\x80" * 11, limit=10)
    with pytest.raises(LimitExceededError):
        unpack([MAGIC, encode_header(Header(kind="req")), b"\x80" * 11], limit=10)
    with pytest.raises(LimitExceededError):
        unpack([MAGIC, *[b"\x80"] * 11])
    with pytest.raises(VersionMismatchError):
        unpack([])


@pytest.mark.parametrize("opener", [b"\x91", b"\x81\xa1k"])
def test_nesting_is_bounded(opener):
    def nested(depth):
        return b"\x81\xa1x" + opener * (depth - 1) + b"\x01"

    decode_body(nested(MAX_DEPTH))
    for depth in (MAX_DEPTH + 1, 900, 5000, 100_000):
        with pytest.raises(BodyInvalidError):
            decode_body(nested(depth))


def test_extension_types_are_no_part_of_the_protocol():
    with pytest.raises(BodyInvalidError, match="extension type 5"):
        decode_body(b"\x81\xa1x\xc7\x01\x05z")


def test_ids_sort_by_time_and_are_unique():
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(len(one) == 32 and one[12] == "7" and one[16] in "89ab" for one in ids)
    assert ids[0][:12] <= ids[-1][:12]
