"""Messages on a stream of bytes."""

import asyncio
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.errors import ProtocolError
from batos.kernel.base.outbox import Entry
from batos.kernel.base.settings import KernelLimits
from batos.kernel.base.streams import FrameReader, StreamLink, join_frames
from batos.wire.messages.frame import MAGIC

_MESSAGES = st.lists(st.tuples(st.binary(max_size=50), st.binary(max_size=300)), max_size=10)


@given(_MESSAGES, st.integers(1, 40))
def test_messages_come_out_as_they_went_in_however_they_are_cut(messages, step):
    data = b"".join(join_frames([MAGIC, *message]) for message in messages)
    reader, seen = FrameReader(), []
    for start in range(0, len(data), step):
        reader.feed(data[start : start + step])
        seen.extend(reader)
    assert seen == [[MAGIC, *message] for message in messages]


@pytest.mark.parametrize("data", [b"HTTP/1.1 200 OK\r\n", MAGIC + b"\xff" * 8])
def test_a_stream_out_of_step_is_refused(data):
    reader = FrameReader()
    reader.feed(data)
    with pytest.raises(ProtocolError):
        reader.next()


def test_a_full_socket_loses_nothing_and_blocks_nobody():
    async def play():
        loop = asyncio.get_running_loop()
        mine, theirs = socket.socketpair()
        ended = loop.create_future()
        link = StreamLink(
            mine,
            loop,
            limits=KernelLimits(outbox_entries=10_000),
            on_message=lambda _peer, _frames: None,
            on_read=lambda: None,
            on_end=lambda _peer: ended.set_result(None),
        )
        bodies = [bytes([n % 256]) * 10_000 for n in range(300)]
        for body in bodies:
            link.peer.deliver(Entry([MAGIC, b"h", body]))
        theirs.setblocking(False)
        reader, seen = FrameReader(), []
        while len(seen) < len(bodies):
            reader.feed(await loop.sock_recv(theirs, 65536))
            seen.extend(frames[2] for frames in reader)
        assert seen == bodies
        theirs.close()
        await ended
        link.lose(link.peer)

    asyncio.run(play())


def test_last_words_are_heard_after_the_end():
    async def play():
        mine, theirs = socket.socketpair()
        heard = []
        link = StreamLink(
            mine,
            asyncio.get_running_loop(),
            limits=KernelLimits(),
            on_message=lambda _peer, frames: heard.append(frames[2]),
            on_read=lambda: None,
            on_end=lambda _peer: None,
        )
        theirs.sendall(b"".join(join_frames([MAGIC, b"h", bytes([n])]) for n in range(3)))
        theirs.close()
        link.finish()
        assert heard == [b"\x00", b"\x01", b"\x02"]
        link.peer.deliver(Entry([MAGIC, b"h", b"b"]))  # to nobody, and no harm

    asyncio.run(play())


def test_an_end_that_reads_no_more_is_still_heard():
    """A worker whose start failed shuts its ears at once; the welcome must not lose why."""

    async def play():
        mine, theirs = socket.socketpair()
        heard = []
        link = StreamLink(
            mine,
            asyncio.get_running_loop(),
            limits=KernelLimits(),
            on_message=lambda _peer, frames: heard.append(frames[2]),
            on_read=lambda: None,
            on_end=lambda _peer: None,
        )
        theirs.sendall(join_frames([MAGIC, b"h", b"why"]))
        theirs.shutdown(socket.SHUT_RD)
        link.peer.deliver(Entry([MAGIC, b"h", b"welcome"]))
        theirs.close()
        link.finish()
        assert heard == [b"why"]

    asyncio.run(play())
