"""Messages between a worker and the kernel: in order, whole, and never waited for in vain."""

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
import zmq

from batos.errors import KernelNotRunningError, KeyRefusedError, ProtocolError
from batos.kernel.base.streams import join_frames
from batos.kernel.worker import transport
from batos.kernel.worker.transport import RouterTransport, StreamTransport, WorkerLink, dial
from batos.wire.keys import KeyRing
from batos.wire.messages.frame import MAGIC

PATIENCE_S = 60.0


def message(number, size=1):
    return [MAGIC, str(number).encode(), b"x" * size]


@pytest.fixture
def pair():
    """The worker's end, and the kernel's socket."""
    kernel, end = socket.socketpair()
    with closing(StreamTransport(end)) as worker, kernel:
        yield worker, kernel


class TestStream:
    def test_messages_come_one_at_a_time_however_they_arrive(self, pair):
        worker, kernel = pair
        first, second, third = (join_frames(message(number)) for number in range(3))
        kernel.sendall(first + second + third[:5])
        assert worker.receive(PATIENCE_S) == message(0)
        assert worker.receive(PATIENCE_S) == message(1)
        assert worker.receive(0.0) is None, "half of one is none"
        kernel.sendall(third[5:])
        assert worker.receive(PATIENCE_S) == message(2)

    def test_threads_that_send_at_once_do_not_mix_their_messages(self, pair):
        worker, kernel = pair
        sent = [message(number, 100_000) for number in range(20)]
        with ThreadPoolExecutor(4) as pool, closing(StreamTransport(kernel.dup())) as other:
            done = [pool.submit(worker.send, each) for each in sent]
            seen = []
            while len(seen) < len(sent):
                if (frames := other.receive(PATIENCE_S)) is not None:
                    seen.append(frames)
            assert [each.result() for each in done] == [None] * len(sent)
        assert sorted(seen) == sorted(sent)

    def test_what_the_kernel_said_before_it_ended_is_read_and_then_its_end(self, pair):
        worker, kernel = pair
        kernel.sendall(join_frames(message(1)))
        kernel.close()
        assert worker.receive(PATIENCE_S) == message(1)
        worker.send(message(2))  # the end is told by reading only
        for _ in range(2):
            with pytest.raises(KernelNotRunningError, match="has ended"):
                worker.receive(PATIENCE_S)

    def test_whoever_waits_is_woken_for_good_and_reads_what_had_come(self, pair):
        worker, kernel = pair
        kernel.sendall(join_frames(message(1)) + join_frames(message(2)))
        assert worker.receive(PATIENCE_S) == message(1)
        worker.wake()
        assert worker.receive(PATIENCE_S) == message(2)
        assert worker.receive(PATIENCE_S) is None
        worker.send(message(3))  # the last words
        assert kernel.recv(1000) == join_frames(message(3))

    def test_one_that_blocks_is_woken_by_another_thread(self, pair):
        worker, _kernel = pair
        with ThreadPoolExecutor(1) as pool:
            blocked = pool.submit(worker.receive, PATIENCE_S)
            worker.wake()
            assert blocked.result(PATIENCE_S / 2) is None

    def test_what_is_no_message_is_refused(self, pair):
        worker, kernel = pair
        kernel.sendall(b"HTTP/1.1 200 OK\r\n")
        with pytest.raises(ProtocolError, match="out of step"):
            worker.receive(PATIENCE_S)

    def test_a_socket_that_was_handed_down_is_not_handed_on(self):
        kernel, end = socket.socketpair()
        os.set_inheritable(end.fileno(), True)
        number = end.detach()
        with kernel, closing(dial(f"fd:{number}")) as worker:
            worker.send(message(1))
            assert kernel.recv(1000) == join_frames(message(1))
            assert not os.get_inheritable(number)


@pytest.fixture
def port(tmp_path):
    """A port for workers with the kernel's key, and the link to it."""
    keys = KeyRing(tmp_path / "keys")
    keys.ensure()
    own = keys.load("kernel")
    with zmq.Context() as context, context.socket(zmq.ROUTER) as router:
        router.linger = 0
        router.curve_server = True
        router.curve_publickey, router.curve_secretkey = own.public.encode(), own.secret.encode()
        router.rcvtimeo = int(PATIENCE_S * 1000)
        router.bind("tcp://127.0.0.1:*")
        endpoint = router.getsockopt_string(zmq.LAST_ENDPOINT)
        yield router, WorkerLink(endpoint=endpoint, server_key=own.public, keys=str(keys.folder))


class TestRouter:
    def test_what_any_thread_posts_goes_out_while_another_one_waits(self, port, tmp_path):
        router, link = port
        path = tmp_path / "workers.json"
        link.write(path)
        assert path.stat().st_mode & 0o077 == 0
        with closing(dial(str(path))) as worker, ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(worker.receive, PATIENCE_S)
            worker.send(message(1))
            assert waiting.result(PATIENCE_S / 2) is None, "it was woken to send"
            name, *frames = router.recv_multipart()
            assert frames == message(1)
            router.send_multipart([name, *message(2)])
            assert pool.submit(worker.receive, PATIENCE_S).result() == message(2)

    def test_what_was_posted_last_still_goes_out_at_the_end(self, port):
        router, link = port
        worker = RouterTransport(link)
        sent = [message(number, 200_000) for number in range(5)]
        threads = [threading.Thread(target=worker.send, args=[each]) for each in sent]
        for thread in threads:
            thread.start()
            thread.join()
        worker.close()
        assert [router.recv_multipart()[1:] for _ in sent] == sent

    def test_a_kernel_that_is_not_there_is_said(self, port, monkeypatch):
        _, link = port
        monkeypatch.setattr(transport, "_CONNECT_MS", 50)
        with socket.socket() as deaf:
            deaf.bind(("127.0.0.1", 0))  # nobody else takes the port, and it does not listen
            link.endpoint = f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
            with pytest.raises(
                KernelNotRunningError, match=f"No kernel answers at {link.endpoint}"
            ):
                RouterTransport(link)

    @pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"endpoint": "tcp://h:1"}'])
    def test_a_link_that_is_not_there_or_damaged_is_said(self, tmp_path, content):
        path = tmp_path / "workers.json"
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(KernelNotRunningError, match="No kernel offers work") as caught:
            dial(str(path))
        assert "batos up" in caught.value.hint

    def test_without_a_key_nobody_connects(self, port, tmp_path):
        _, link = port
        (tmp_path / "keys" / "worker.key").unlink()
        with pytest.raises(KeyRefusedError, match="worker key"):
            RouterTransport(link)
