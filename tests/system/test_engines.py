"""Personas in processes of their own, beside a founding client: a whole system."""

import contextlib
import json
import os
import signal
import socket

import pytest

pytestmark = pytest.mark.system


@pytest.fixture
def house(home):
    """A system that is up, with the founding line protocol."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        home.line_port = free.getsockname()[1]
    home.env["BATOS_KERNEL__LINE_PORT"] = str(home.line_port)
    with socket.socket() as free:  # a kernel that comes back is found where it was
        free.bind(("127.0.0.1", 0))
        home.env["BATOS_KERNEL__PORT"] = str(free.getsockname()[1])
    home.up()
    return home


def engine_is_there(home, h, name):
    def look():
        with contextlib.suppress(StopIteration):
            return home.engine(name)["state"] == "ready"

    h.until(look)


def test_scripted_a_founding_interface_talks_with_an_engine(house, h):
    house.script({"when": "what is a mutex?", "answer": "A lock of one."}, h.ALLOW)
    engine = house.begin("engine", "brick")
    engine_is_there(house, h, "brick")
    with (
        socket.create_connection(("127.0.0.1", house.line_port)) as gui,
        gui.makefile("rb") as lines,
    ):
        gui.sendall(b"ARCHITECT_GUI\n")
        for query in ("what is a mutex?", ""):
            gram = {
                "source": "ARCHITECT_GUI",
                "target": "BRICK",
                "method": "process_architect_query",
                "payload": query,
            }
            gui.sendall(json.dumps(gram).encode() + b"\n")
        told = [json.loads(lines.readline()) for _ in range(2)]
    assert {(each["source"], each["method"]) for each in told} == {("brick", "display_response")}
    content = {each["payload"].get("code", ""): each["payload"]["content"] for each in told}
    assert content[""] == "A lock of one."
    assert "nothing to answer" in content["usage"]
    assert house.batos("down").code == 0
    ended = house.finish(engine)
    assert (ended.code, ended.out) == (0, ""), "it ends with the kernel"


def test_an_engine_joins_a_kernel_that_was_killed_and_started_again(house, h):
    engine = house.begin("engine", "robin")
    engine_is_there(house, h, "robin")
    pid = house.kill("kernel")
    h.until(lambda: house.batos("status").code == 6)
    house.up()
    engine_is_there(house, h, "robin")
    assert house.connection().pid != pid
    house.batos("gram", "robin", "unheard_of").sentence(2, "unheard_of")
    os.kill(engine.pid, signal.SIGTERM)
    ended = house.finish(engine)
    assert ended.code == 0
    assert "Waiting for it to come back" in ended.err
