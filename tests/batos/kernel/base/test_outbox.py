"""The outbox, without sockets."""

from batos.kernel.base.outbox import Entry, Outbox


class Request:
    def gap(self, first, last):
        return Entry([f"gap {first}-{last}".encode()])


def _event(stream, seq, size=1, key=""):
    return Entry([str(seq).encode().ljust(size, b".")], stream, seq, key)


def _flushed(outbox, count=10**9):
    sent = []

    def send(frames):
        if len(sent) >= count:
            return False
        sent.append(frames[0].rstrip(b".").decode())
        return True

    outbox.flush(send)
    return sent


def test_what_fits_is_sent_in_order():
    outbox, one = Outbox(10, 1000), Request()
    for seq in range(1, 4):
        assert outbox.push(_event(one, seq))
    assert _flushed(outbox, 2) == ["1", "2"]
    assert outbox
    assert _flushed(outbox) == ["3"]
    assert not outbox


def test_what_does_not_fit_is_one_gap_before_what_follows():
    outbox, one, two = Outbox(3, 1000), Request(), Request()
    for seq in range(1, 7):
        outbox.push(_event(one, seq))
    outbox.push(_event(two, 1))
    assert outbox.dropped == 4
    outbox.push(Entry([b"end"]), closes=one)
    assert _flushed(outbox) == ["1", "2", "3", "gap 4-6", "end", "gap 1-1"]
    assert not outbox


def test_it_opens_again_at_half():
    outbox, one = Outbox(4, 1000), Request()
    for seq in range(1, 6):
        outbox.push(_event(one, seq))
    _flushed(outbox, 1)
    outbox.push(_event(one, 6))  # three wait: still closed
    _flushed(outbox, 1)
    outbox.push(_event(one, 7))  # two wait: open
    assert _flushed(outbox) == ["3", "4", "gap 5-6", "7"]


def test_bytes_count_as_well_as_entries():
    outbox, one = Outbox(100, 1000), Request()
    for seq in range(1, 5):
        outbox.push(_event(one, seq, size=400))
    assert len(outbox) == 3
    assert outbox.dropped == 1


def test_terminals_fit_until_the_peer_is_hopeless():
    outbox = Outbox(2, 1000)
    assert all(outbox.push(Entry([b"end"])) for _ in range(8))
    assert not outbox.push(Entry([b"end"]))


def test_a_waiting_event_takes_newer_content_in_its_place():
    outbox, one, two = Outbox(10, 1000), Request(), Request()
    outbox.push(_event(one, 1, key="progress"))
    outbox.push(_event(two, 1, key="progress"))
    outbox.push(_event(one, 2))
    waiting = outbox.waiting(one, "progress")
    outbox.replace(waiting, [b"newer"])
    assert outbox.waiting(one, "other") is None
    assert _flushed(outbox) == ["newer", "1", "2"]
