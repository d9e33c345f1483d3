"""The router, asked over real sockets."""

import time
from pathlib import Path

import msgspec
import pytest
import zmq

from batos.wire.codec import decode_body, encode_header, pack, unpack
from batos.wire.messages.frame import MAGIC, MAX_BODY, Header, new_id
from batos.wire.messages.kernel import KernelStatus, ListJobs, Ping


def test_the_first_answer_to_a_long_request_is_an_ack(standing, h, tmp_path):
    with standing.raw() as dealer:
        dealer.send(h.request("gated", {"gate": str(tmp_path / "gate")}, id="one"), 1000)
        header, raw = h.read(dealer, ("ack", "evt", "rep", "err"))
        assert (header.kind, header.re) == ("ack", "one")
        assert decode_body(raw)["state"] == "running"
        (tmp_path / "gate").touch()
        header, raw = h.read(dealer)
        assert (header.kind, header.re, decode_body(raw)["open"]) == ("rep", "one", True)


def test_each_request_gets_exactly_one_terminal_and_events_without_holes(standing, h):
    with standing.raw() as dealer:
        ids = [f"r{n}" for n in range(20)]
        for one in ids:
            dealer.send(h.request("flood", {"count": 50}, id=one), 1000)
        dealer.send(h.request("boom", id="bad"), 1000)
        seen = {one: [] for one in [*ids, "bad"]}
        ended = []
        while len(ended) < 21:
            header, _ = h.read(dealer, ("evt", "rep", "err"))
            if header.kind == "evt":
                assert header.re not in ended
                seen[header.re].append(header.seq)
            else:
                ended.append(header.re)
        assert sorted(ended) == sorted(seen)
        assert all(seen[one] == list(range(1, 51)) for one in ids)
        dealer.send(h.request("ctl.ping", id="last"), 1000)
        assert h.read(dealer)[0].re == "last"


def test_hello_is_welcomed(standing, h):
    with standing.raw() as dealer:
        dealer.send(h.request("hello", {"name": "test", "versions": [1, 1]}), 1000)
        header, raw = h.read(dealer)
        body = decode_body(raw)
        assert header.type == "welcome"
        assert body["state"] == "ready"
        assert body["inc"] == standing.connection.inc
        assert body["limits"]["body"] == MAX_BODY
        dealer.send(h.request("hello", {"versions": [7, 9]}), 1000)
        assert decode_body(h.read(dealer)[1])["code"] == "protocol.version"


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([b"HTTP", b"GET /", b""], "protocol.version"),
        ([b"\x00" * 300], "protocol.version"),
        ([MAGIC], "protocol.malformed"),
        ([MAGIC, b"\xc1\xc1\xc1", b"\x80"], "protocol.malformed"),
        ([MAGIC, b"\x91" * 4000, b"\x80"], "protocol.malformed"),
        ([MAGIC, b"\xdf\xff\xff\xff\xff", b"\x80"], "protocol.malformed"),
        ([MAGIC, msgspec.msgpack.encode({"kind": "telepathy"}), b"\x80"], "protocol.malformed"),
        ([MAGIC, b"\x80" + b"x" * 5000, b"\x80"], "limit.exceeded"),
        (
            [
                MAGIC,
                encode_header(Header(kind="req", type="echo", id=new_id())),
                b"\x80",
                *[b"z"] * 20,
            ],
            "limit.exceeded",
        ),
        (
            [
                MAGIC,
                encode_header(Header(kind="req", type="echo", id=new_id())),
                b"\xc6" + b"x" * (MAX_BODY + 10),
            ],
            "limit.exceeded",
        ),
        (
            [MAGIC, encode_header(Header(kind="req", type="echo", id=new_id())), b"\xc1"],
            "body.invalid",
        ),
        (
            [
                MAGIC,
                encode_header(Header(kind="req", type="echo", id=new_id())),
                b"\x93\x01\x02\x03",
            ],
            "body.invalid",
        ),
        (
            [
                MAGIC,
                encode_header(Header(kind="req", type="echo", id=new_id())),
                b"\x81\xa1x" + b"\x91" * 100 + b"\x01",
            ],
            "body.invalid",
        ),
        (
            [
                MAGIC,
                encode_header(Header(kind="req", type="echo", id=new_id())),
                b"\x81\xa1x" + b"\x91" * 100_000 + b"\x01",
            ],
            "body.invalid",
        ),
        (
            [
                MAGIC,
                encode_header(Header(kind="req", type="echo", id=new_id())),
                b"\x81\xa1x\xc7\x01\x05z",
            ],
            "body.invalid",
        ),
        (
            [MAGIC, encode_header(Header(kind="req", type="job.cancel", id=new_id())), b"\x80"],
            "body.invalid",
        ),
        ([MAGIC, encode_header(Header(kind="req", type="echo")), b"\x80"], "body.invalid"),
        ([MAGIC, encode_header(Header(kind="rep", type="echo", re="q")), b"\x80"], "body.invalid"),
    ],
)
def test_a_bad_message_gets_a_coded_error_and_the_kernel_goes_on(standing, h, frames, code):
    with standing.raw() as dealer:
        dealer.send(frames, 1000)
        header, raw = h.read(dealer)
        assert (header.kind, decode_body(raw)["code"]) == ("err", code)
        dealer.send(h.request("ctl.ping", id="after"), 1000)
        assert h.read(dealer)[0].re == "after"


def test_a_peer_that_keeps_speaking_another_protocol_is_ignored(standing, h):
    with standing.raw() as dealer, standing.raw() as other:
        for _ in range(5):
            dealer.send([b"NOPE", b"x"], 1000)
        assert [decode_body(h.read(dealer)[1])["code"] for _ in range(3)] == [
            "protocol.version"
        ] * 3
        dealer.send(h.request("ctl.ping"), 1000)
        other.send(h.request("ctl.ping", id="fine"), 1000)
        assert h.read(other)[0].re == "fine"
        assert dealer.receive(50) is None


def test_headers_that_cannot_be_read_are_answered_once_a_second_and_counted(standing, h):
    before = _counted(standing, "malformed")
    with standing.raw() as dealer:
        for _ in range(50):
            dealer.send([MAGIC, b"\xc1", b"\x80"], 1000)
        dealer.send(h.request("kernel.status", id="s"), 1000)
        answers = []
        while True:
            header, raw = h.read(dealer)
            if header.re == "s":
                break
            answers.append(decode_body(raw)["code"])
        assert 1 <= len(answers) < 50
        assert decode_body(raw)["counters"]["malformed"] == before + 50


def test_a_message_of_very_many_frames_is_refused_and_not_kept(standing, h):
    with standing.raw() as dealer:
        dealer.socket.send_multipart([*h.request("echo", id="many"), *[b""] * 20_000])
        header, raw = h.read(dealer)
        assert (header.re, decode_body(raw)["code"]) == ("many", "limit.exceeded")


def test_a_frame_far_beyond_the_limit_costs_only_its_own_connection(standing, h):
    with standing.raw() as dealer, standing.raw() as other:
        dealer.send([MAGIC, b"\x80", b"x" * (3 * MAX_BODY)], 1000)
        other.send(h.request("ctl.ping", id="fine"), 1000)
        assert h.read(other)[0].re == "fine"


def test_an_unknown_type_gets_the_nearest_name(standing, h):
    with standing.raw() as dealer:
        dealer.send(h.request("ecko"), 1000)
        body = decode_body(h.read(dealer)[1])
        assert body["code"] == "type.unknown"
        assert "'echo'" in body["hint"]
        dealer.send(h.request("kernel.statos"), 1000)
        assert "'kernel.status'" in decode_body(h.read(dealer)[1])["hint"]
        dealer.send(h.request("echo.poll"), 1000)  # of the family, but not listed
        assert "'echo.pool'" in decode_body(h.read(dealer)[1])["hint"]


def test_the_same_id_is_executed_once_and_answered_twice(standing, h, tmp_path):
    with standing.raw() as dealer, standing.raw() as again:
        message = h.request("flood", {"count": 3}, id="same", sess="me")
        dealer.send(message, 1000)
        first = h.read(dealer)
        again.send(message, 1000)
        second = h.read(again)
        assert (first[0].re, first[1]) == (second[0].re, second[1])
        dealer.send(h.request("kernel.status"), 1000)


def test_the_same_id_from_another_session_is_not_executed_either(kernel, h, tmp_path):
    kernel.start(
        {
            "name": "main",
            "capabilities": ["count"],
            "program": [str(Path(__file__).parents[1].joinpath("wall_worker.py"))],
        }
    )
    runs = tmp_path / "runs"
    message = {"runs": str(runs), "enough": 0}
    with kernel.raw() as dealer, kernel.raw() as other:
        for number, socket in enumerate((dealer, other, dealer)):
            socket.send(h.request("count", message, id="same", sess=f"s{number}"), 1000)
            assert decode_body(h.read(socket)[1]) == {"done": True}
    assert runs.read_text() == "x"


def test_another_request_under_a_known_id_is_refused(standing, h):
    with standing.raw() as dealer:
        for body, expected in (({"a": 1}, {"a": 1}), ({"a": 2}, "request.conflict")):
            dealer.send(h.request("echo", body, id="known"), 1000)
            answer = decode_body(h.read(dealer)[1])
            assert answer == expected or answer["code"] == expected


def test_a_request_whose_answer_is_forgotten_is_not_executed_again(kernel, h):
    kernel.start(limits={"finished": 2})
    with kernel.raw() as dealer:
        for number in (*range(5), 0):
            dealer.send(h.request("echo", {"n": number}, id=f"r{number}"), 1000)
            answer = decode_body(h.read(dealer)[1])
            if answer.get("n") != number:
                break
        assert (number, answer["code"]) == (0, "request.repeated")


def test_a_request_past_its_time_is_not_executed(standing, h):
    with standing.raw() as dealer:
        dealer.send(h.request("die", ts=time.time() - 10, ttl_ms=500), 1000)
        assert decode_body(h.read(dealer)[1])["code"] == "deadline.expired"
        dealer.send(h.request("echo", {"alive": 1}), 1000)
        assert decode_body(h.read(dealer)[1]) == {"alive": 1}


def test_a_running_request_is_cancelled_when_its_time_is_over(kernel, h, tmp_path):
    kernel.start(settings={"beat_s": 0.1})
    with kernel.raw() as dealer:
        # Without the sender's clock it counts from when it comes, however long it was on its way.
        dealer.send(h.request("gated", {"gate": str(tmp_path / "never")}, ttl_ms=300), 1000)
        assert decode_body(h.read(dealer)[1])["code"] == "cancelled"


def test_a_request_for_another_kernel_is_not_executed(standing, h):
    with standing.raw() as dealer:
        dealer.send(h.request("die", inc="0123456789abcdef"), 1000)
        body = decode_body(h.read(dealer)[1])
        assert (body["code"], body["retryable"]) == ("stale.incarnation", True)


def test_too_many_open_requests_are_refused_with_a_time_to_come_back(kernel, h, tmp_path):
    kernel.start(limits={"open_requests": 2})
    with kernel.raw() as dealer:
        for _ in range(3):
            dealer.send(h.request("gated", {"gate": str(tmp_path / "gate")}), 1000)
        header, raw = h.read(dealer)
        body = decode_body(raw)
        assert (header.kind, body["code"]) == ("err", "busy")
        assert body["retry_after_ms"] > 0
        dealer.send(h.request("ctl.ping", id="ping"), 1000)  # the control lane is exempt
        assert h.read(dealer)[0].re == "ping"
        (tmp_path / "gate").touch()
        assert [h.read(dealer)[0].kind for _ in range(2)] == ["rep", "rep"]


def test_the_control_lane_answers_while_everything_else_waits(standing, h, tmp_path):
    gate = str(tmp_path / "gate")
    with standing.raw() as dealer, standing.client() as client:
        for _ in range(40):
            dealer.send(h.request("gated", {"gate": gate}, lane="batch"), 1000)
        status = h.until(lambda: _queued(client, 36))
        assert status["open"] == 40
        dealer.send(h.request("gated", {"gate": gate}, id="front"), 1000)
        jobs = h.until(lambda: _jobs(client, 41))
        assert [job["state"] for job in jobs].count("running") == 4
        (tmp_path / "gate").touch()
        ended = [h.read(dealer)[0].re for _ in range(41)]
        assert ended.index("front") < 20  # before most of those that waited longer


def _counted(kernel, name):
    with kernel.client() as client:
        return client.request(KernelStatus())["counters"].get(name, 0)


def _queued(client, count):
    status = client.request(KernelStatus())
    return status if sum(status["queued"].values()) == count else None


def _jobs(client, count):
    jobs = client.request(ListJobs()).jobs
    return jobs if len(jobs) == count else None


def test_a_client_that_comes_back_gets_what_it_missed(standing, h, tmp_path):
    gate = tmp_path / "gate"
    with standing.raw() as dealer:
        dealer.send(h.request("gated", {"gate": str(gate)}, id="long", sess="me"), 1000)
        assert h.read(dealer, ("evt",))[0].seq == 1
    with standing.raw() as dealer:
        dealer.send(
            h.request("hello", {"resume": [{"re": "long", "last_seq": 0}]}, sess="me", id="hi"),
            1000,
        )
        header, _ = h.read(dealer, ("evt",))
        assert (header.re, header.seq, header.type) == ("long", 1, "gated.running")
        gate.touch()
        kinds = {h.read(dealer)[0].re for _ in range(2)}
        assert kinds == {"hi", "long"}
    with standing.raw() as dealer:  # even after the end
        dealer.send(h.request("resume", {"re": "long", "last_seq": 1}, sess="me"), 1000)
        assert "long" in {h.read(dealer)[0].re for _ in range(2)}


def test_events_that_are_no_longer_kept_are_a_gap(kernel, h):
    kernel.start(limits={"journal_entries": 10})
    with kernel.raw() as dealer:
        dealer.send(h.request("flood", {"count": 100}, id="f", sess="me"), 1000)
        h.read(dealer)
        dealer.send(h.request("resume", {"re": "f", "last_seq": 5}, sess="me"), 1000)
        header, raw = h.read(dealer, ("evt",))
        assert (header.type, header.seq) == ("gap", 90)
        assert decode_body(raw) == {"from": 6, "to": 90, "count": 85}
        assert h.read(dealer, ("evt",))[0].seq == 91


def test_a_client_that_does_not_read_harms_nobody_and_sees_its_gaps(kernel, h):
    kernel.start(limits={"outbox_entries": 100})
    with kernel.raw() as slow, kernel.client() as other:
        slow.send(h.request("flood", {"count": 60_000, "pad": 300}, id="slow"), 1000)
        for number in range(50):
            assert other.call("echo", {"n": number})["n"] == number
        expected, gaps = 1, 0
        while True:
            header, raw = h.read(slow, ("evt", "rep", "err"))
            if header.kind != "evt":
                break
            if header.type == "gap":
                body = decode_body(raw)
                assert body["from"] == expected
                gaps += body["count"]
                expected = body["to"] + 1
            else:
                assert header.seq == expected
                expected += 1
        assert header.kind == "rep"
        assert expected == 60_001


def test_the_founding_message_is_answered_in_kind(standing):
    brief = {"type": "learn", "selector": "now", "args": [1], "kwargs": {"a": 2}}
    message = msgspec.msgpack.encode(
        {"command": "initiate_cognitive_cycle", "target_oid": 7, "mission_brief": brief}
    )
    with standing.raw() as dealer:
        for frames in ([message], [b"", message]):
            dealer.send(frames, 1000)
            answer = dealer.receive(10_000)
            assert len(answer) == len(frames)
            assert msgspec.msgpack.decode(answer[-1]) == {"status": "COMPLETE", "result": brief}
        dealer.send([msgspec.msgpack.encode({"command": "refuse"})], 1000)
        failed = msgspec.msgpack.decode(dealer.receive(10_000)[0])
        assert failed["status"] == "FAILED"
        assert failed["error"]["code"] == "guardian.refused"
        dealer.send([msgspec.msgpack.encode({"command": "initiate_cognitive_cicle"})], 1000)
        failed = msgspec.msgpack.decode(dealer.receive(10_000)[0])
        assert failed["error"]["code"] == "type.unknown"
        assert "'initiate_cognitive_cycle'" in failed["error"]["hint"]


def test_garbage_on_the_port_is_survived(standing, h):
    import socket

    host, port = standing.connection.endpoint.removeprefix("tcp://").split(":")
    ends = [socket.create_connection((host, int(port))) for _ in range(30)]
    for number, end in enumerate(ends):
        end.sendall(b"GET / HTTP/1.1\r\n\r\n" if number % 2 else bytes(range(256)) * 10)
    with standing.client() as client:
        assert client.call("echo", {"a": 1}) == {"a": 1}
    for end in ends:
        end.close()


def test_a_key_that_is_not_on_the_list_is_refused(standing, h):
    from batos.errors import KeyRefusedError
    from batos.wire.dealer import Dealer, LinkState
    from batos.wire.keys import KeyPair, KeyRing

    before = _counted(standing, "keys_refused")
    public, secret = (key.decode() for key in zmq.curve_keypair())
    dealer = Dealer(
        standing.connection.endpoint, KeyPair(public, secret), standing.connection.server_key
    )
    h.until(lambda: dealer.poll_monitor(50) or dealer.link is not LinkState.CONNECTING)
    with pytest.raises(KeyRefusedError, match="does not allow this key"):
        dealer.check(standing.connection)
    dealer.close()
    worker = Dealer(  # a worker's key opens the workers' port only
        standing.connection.endpoint,
        KeyRing(standing.run / "keys").load("worker"),
        standing.connection.server_key,
    )
    h.until(lambda: worker.poll_monitor(50) or worker.link is not LinkState.CONNECTING)
    assert worker.link is LinkState.KEY_REFUSED
    worker.close()
    assert _counted(standing, "keys_refused") == before + 2


def test_a_socket_without_keys_gets_nothing(standing):
    context = zmq.Context()
    plain = context.socket(zmq.DEALER)
    plain.linger = 0
    plain.connect(standing.connection.endpoint)
    plain.send_multipart(pack(Header(kind="req", type="ctl.ping", id="x")))
    with standing.client() as client:  # long enough for an answer, had there been one
        assert client.request(Ping()).state == "ready"
    assert not plain.poll(100)
    plain.close()
    context.term()


def test_unpack_of_what_the_kernel_sends(standing, h):
    with standing.raw() as dealer:
        dealer.send(h.request("ctl.ping", id="p"), 1000)
        frames = dealer.receive(5000)
        header, _ = unpack(frames)
        assert (header.re, header.inc) == ("p", standing.connection.inc)


def test_a_client_that_only_sends_stays_one_client(kernel, h):
    kernel.start(limits={"outbox_entries": 2, "open_requests": 4})
    with kernel.raw() as flood, kernel.client() as client:
        for number in range(5_000):
            flood.send(h.request("echo", {"n": number, "pad": "x" * 200}), 1000)
        assert client.call("echo", {"n": 1}) == {"n": 1}
        h.until(lambda: client.request(KernelStatus())["clients"] == 2)

        # As soon as it has read what is left for it, it is answered again.
        def is_answered() -> bool:
            while flood.receive(200) is not None:
                pass
            flood.send(h.request("echo", {"n": 2}), 1000)
            return decode_body(h.read(flood)[1]) == {"n": 2}

        h.until(is_answered)
