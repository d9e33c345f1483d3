"""The message of the founding documents, from a bare socket."""

import contextlib

import msgspec
import pytest
import zmq

from batos.wire.keys import KeyRing

pytestmark = pytest.mark.system


@contextlib.contextmanager
def socket_of(home):
    """A DEALER with CURVE, as any program in any language would open it."""
    found = home.connection()
    keys = KeyRing(home.run_dir / "keys").load("client")
    context = zmq.Context()
    dealer = context.socket(zmq.DEALER)
    dealer.curve_serverkey = found.server_key.encode()
    dealer.curve_publickey, dealer.curve_secretkey = keys.public.encode(), keys.secret.encode()
    dealer.linger = 0
    dealer.connect(found.endpoint)
    try:
        yield dealer
    finally:
        dealer.close()
        context.term()


def ask(dealer, target, selector, *args, command="initiate_cognitive_cycle", learn=False, **kwargs):
    brief = {"type": "unhandled_message", "selector": selector, "args": args, "kwargs": kwargs}
    if learn:
        brief["learn"] = True
    message = {"command": command, "target_oid": target, "mission_brief": brief}
    dealer.send(msgspec.msgpack.encode(message))
    assert dealer.poll(60_000), "no answer came"
    (frame,) = dealer.recv_multipart()
    return msgspec.msgpack.decode(frame)


def test_scripted_founding_messages_are_answered_in_kind(shared, h):
    odd = h.Odd("founded")
    time_rule = {
        "when": "def report_current_system_time(",
        "answer": "    return now().isoformat()\n",
    }
    shared.script(odd.right, time_rule, h.ALLOW)
    with socket_of(shared) as dealer:
        answer = ask(dealer, "genesis", odd.name, "ab")
        assert answer == {"status": "COMPLETE", "result": "b-founded-a"}
        intent = "report the current system time"
        answer = ask(dealer, "genesis", "report_current_system_time", intent=intent)
        assert answer["status"] == "COMPLETE", answer
        assert answer["result"]
        oid = shared.batos("show", "genesis", "--json").json()["oid"]
        assert ask(dealer, oid, odd.name, "xy")["result"] == "y-founded-x"

        assert shared.batos("undo", f"genesis.{odd.name}", "--by", "amy").code == 0
        for more in ({}, {"intent": odd.text}):
            back = ask(dealer, "genesis", odd.name, *(() if more else ("ab",)), **more)
            assert back["status"] == "FAILED"
            assert back["error"]["code"] == "unknown.taken_back"
            assert "was taken back by amy" in back["error"]["message"]
        again = ask(dealer, "genesis", odd.name, "ab", learn=True)
        assert again == {"status": "COMPLETE", "result": "b-founded-a"}

        lost = ask(dealer, "genessis", odd.name, "ab")
        assert lost["status"] == "FAILED"
        assert lost["error"]["code"] == "unknown.name"
        assert "Did you mean 'genesis'?" in lost["error"]["hint"]
        lost = ask(dealer, "genesis", odd.name, "ab", command="initiate_cognitive_cicle")
        assert lost["error"]["code"] == "type.unknown"
        shared.script({"when": "", "error": "No voice."})
        lost = ask(dealer, "genesis", "do_the_impossible", "ab")
        assert (lost["status"], lost["error"]["code"]) == ("FAILED", "mission.failed")
    assert shared.batos("send", "genesis", odd.name, "ab").json() == "b-founded-a"
