"""Clients of the founding listings' form: a name, then JSON lines; and lines of any other form."""

import asyncio
import contextlib
import json
import socket
import threading

import pytest

from batos.config.sections import KernelConfig
from batos.errors import CancelledError
from batos.kernel.base.settings import KernelSettings
from batos.kernel.router.lines import LinePort
from batos.wire.faults import EngineLostError
from batos.wire.messages.bus import ANSWER, BatGram
from batos.wire.messages.kernel import KernelStatus, Ping

MIB = 1024 * 1024


class FoundingClient:
    """What the founding listings describe: it connects, says its name, and goes on in JSON."""

    def __init__(self, port, name):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(60.0)
        self._file = self.socket.makefile("rb")
        self.name = name
        self.write(f"{name}\n".encode())

    def write(self, data):
        self.socket.sendall(data)

    def send_message(self, target, method, payload):
        gram = {"source": self.name, "target": target, "method": method, "payload": payload}
        self.write(json.dumps(gram).encode() + b"\n")

    def listen(self):
        """Return the next gram, or None at the end of the connection."""
        try:
            line = self._file.readline()
        except ConnectionError:
            return None
        return json.loads(line) if line else None

    def close(self):
        self._file.close()
        self.socket.close()


@pytest.fixture(scope="module")
def kernel(h, tmp_path_factory):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = h.KernelProcess(tmp_path_factory.mktemp("lines"))
    process.start(settings={"line_port": port})
    process.line_port = port
    yield process
    process.end()


@pytest.fixture
def connect(kernel):
    """Connects a founding client."""
    with contextlib.ExitStack() as stack:
        yield lambda name: stack.enter_context(
            contextlib.closing(FoundingClient(kernel.line_port, name))
        )


def joined(kernel, h, *names):
    """Wait until members are on the bus."""

    def are_there():
        engines = client.request(KernelStatus())["engines"]
        return {each["name"] for each in engines if each["state"] == "ready"} >= set(names)

    with kernel.client() as client:
        h.until(are_there)


def test_an_interface_and_a_persona_of_the_founding_form_talk(kernel, h, connect):
    gui, brick = connect("ARCHITECT_GUI"), connect("BRICK")
    joined(kernel, h, "ARCHITECT_GUI", "BRICK")
    gui.send_message("BRICK", "process_architect_query", "what is a mutex?")
    heard = brick.listen()
    assert heard == {
        "source": "ARCHITECT_GUI",
        "target": "BRICK",
        "method": "process_architect_query",
        "payload": "what is a mutex?",
    }
    told = {"persona": "BRICK", "content": "A lock of one, ä."}
    brick.send_message(heard["source"], "display_response", told)
    assert gui.listen()["payload"] == told


def test_nobody_speaks_in_the_name_of_another(kernel, h, connect):
    robin, babs = connect("ROBIN"), connect("BABS")
    joined(kernel, h, "ROBIN", "BABS")
    babs.name = "ALFRED"
    babs.send_message("ROBIN", "hear", None)
    assert robin.listen()["source"] == "BABS"


def test_what_is_asked_over_the_wire_is_answered_by_the_next_gram_to_its_source(kernel, h, connect):
    wren = connect("WREN")
    joined(kernel, h, "WREN")

    def answer():
        for _ in range(2):
            heard = wren.listen()
            wren.send_message(heard["source"], "display_response", heard["payload"] * 2)

    threading.Thread(target=answer).start()
    with kernel.client() as client:
        assert client.request(BatGram("wren", "twice", "ab")).answer == "abab"
        assert client.request(BatGram("wren", "twice", 2**70)).answer == 2**71


def test_a_question_that_is_given_up_is_no_question_any_more(kernel, h, connect):
    owl = connect("OWL")
    joined(kernel, h, "OWL")
    with kernel.client() as client:
        threading.Timer(0.2, lambda: (owl.listen(), client.cancel("asked"))).start()
        with pytest.raises(CancelledError):
            client.request(BatGram("owl", "think"), request_id="asked")
    owl.send_message("client", ANSWER, "too late")
    assert owl.listen()["payload"]["code"] == "target.unknown"


def test_who_waits_for_a_client_that_hangs_up_is_told(kernel, h, connect):
    crow = connect("CROW")
    joined(kernel, h, "CROW")
    threading.Thread(target=lambda: (crow.listen(), crow.close())).start()
    with kernel.client() as client, pytest.raises(EngineLostError, match="CROW"):
        client.request(BatGram("crow", "caw"))
    again = connect("CROW")
    joined(kernel, h, "CROW")
    again.send_message("CROW", "self", 1)
    assert again.listen()["payload"] == 1


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"not json", "body.invalid"),
        (b"[1, 2]", "body.invalid"),
        (b"{}", "body.invalid"),
        (b"[" * 100_000, "body.invalid"),
        (b"\xff\xfe\x00", "body.invalid"),
        (b'{"target": "NOBODY", "method": "x"}', "target.unknown"),
        (b'{"target": 3, "method": "x"}', "body.invalid"),
        (b'{"target": "kernel", "method": "x"}', "target.unknown"),
        (b'{"target": "main", "method": "x"}', "target.unknown"),
    ],
)
def test_a_line_that_makes_no_sense_is_answered_and_survived(kernel, connect, line, code):
    client = connect("ODD")
    client.write(line + b"\n")
    told = client.listen()
    assert (told["source"], told["target"], told["method"]) == ("kernel", "ODD", ANSWER)
    assert told["payload"]["code"] == code
    assert told["payload"]["content"]
    client.send_message("ODD", "self", "still here")
    assert client.listen()["payload"] == "still here"


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"two words",
        b"kernel",
        b"MAIN",
        b"x" * 65,
        b"GET / HTTP/1.1\r",
        b"\xff\x00",
        b"{}" * 99,
    ],
)
def test_a_name_that_cannot_be_had_ends_the_connection_with_a_sentence(connect, first):
    client = connect(first.decode("latin-1"))
    if first == b"\xff\x00":
        client.write(b"\x00\n")
    told = client.listen()
    assert told["payload"]["content"].endswith(".")
    assert client.listen() is None


def test_a_name_that_is_taken_stays_with_whom_it_belongs_to(kernel, h, connect):
    first = connect("HEN")
    joined(kernel, h, "HEN")
    second = connect("hen")
    assert "taken" in second.listen()["payload"]["content"]
    assert second.listen() is None
    first.send_message("HEN", "self", 1)
    assert first.listen()["payload"] == 1


@pytest.mark.parametrize("start", [b"", b"FAR\n", b'FAR\n{"target": '])
def test_half_a_line_and_gone_costs_nothing(kernel, connect, start):
    for _ in range(100):
        with socket.create_connection(("127.0.0.1", kernel.line_port)) as end:
            end.sendall(start)
    with kernel.client() as client:
        assert client.request(Ping()).state == "ready"


def test_a_line_without_an_end_is_cut(kernel, connect):
    client = connect("LONG")
    with contextlib.suppress(OSError):
        for _ in range(64):
            client.write(b"x" * MIB)
    while (told := client.listen()) is not None:
        assert told["payload"]["code"] == "limit.exceeded"


def test_who_sends_nothing_but_junk_is_cut(kernel, connect):
    client = connect("JUNK")
    with contextlib.suppress(OSError):
        client.write(b"\n" * MIB)
        client.write(b"?\n" * MIB)
    told = 0
    while client.listen() is not None:
        told += 1
    assert told < 100


def test_a_client_that_does_not_read_is_no_burden_and_its_sender_is_told(kernel, h, connect):
    mute, sender = connect("MUTE"), connect("LOUD")
    joined(kernel, h, "MUTE", "LOUD")
    sender.socket.setblocking(True)

    def shout():
        with contextlib.suppress(OSError):
            for _ in range(400):
                sender.send_message("MUTE", "hear", "x" * 100_000)

    thread = threading.Thread(target=shout)
    thread.start()
    assert sender.listen()["payload"]["code"] == "busy"
    sender.socket.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert mute.listen()["payload"].startswith("xx")


def test_more_connections_than_there_may_be_are_refused(kernel, connect):
    clients = [connect(f"N{number}") for number in range(70)]
    told = clients[-1].listen()
    assert told["payload"]["code"] == "limit.exceeded"
    clients[0].send_message("N0", "self", 1)
    assert clients[0].listen()["payload"] == 1


def test_it_is_off_unless_it_is_configured(tmp_path):
    settings = KernelSettings(runtime_dir=tmp_path, log_dir=tmp_path)
    assert settings.line_port == KernelConfig().line_port == 0
    with contextlib.closing(LinePort(None, settings.line_port, settings.limits, None)) as lines:
        lines.bind()
        asyncio.run(lines.listen())
        assert lines.endpoint == ""
