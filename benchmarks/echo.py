"""The peer of the wire benchmark: a bare ROUTER that echoes, with CURVE and the same codec.

``python -m benchmarks.echo FOLDER`` reads its keys from the folder, binds any free port of the
loopback, prints its endpoint, and answers until its standard input ends.
"""

from __future__ import annotations

import sys
from pathlib import Path

import zmq

from batos.wire.codec import decode_body, pack, unpack
from batos.wire.keys import KeyRing
from batos.wire.messages.frame import Header

__all__ = ["main", "serve"]


def serve(folder: Path) -> None:
    """Echo bodies until the standard input ends."""
    keys = KeyRing(folder).load("kernel")
    with zmq.Context() as context, context.socket(zmq.ROUTER) as router:
        router.linger = 0
        router.curve_server = True
        router.curve_publickey = keys.public.encode("ascii")
        router.curve_secretkey = keys.secret.encode("ascii")
        port = router.bind_to_random_port("tcp://127.0.0.1")
        print(f"tcp://127.0.0.1:{port}", flush=True)
        poller = zmq.Poller()
        poller.register(router, zmq.POLLIN)
        poller.register(sys.stdin, zmq.POLLIN)
        while True:
            ready = dict(poller.poll())
            if router not in ready:
                return
            # Like any busy server it takes what is there before it polls again.
            while True:
                try:
                    identity, *frames = router.recv_multipart(zmq.NOBLOCK)
                except zmq.Again:
                    break
                header, raw = unpack(frames)
                reply = Header(kind="rep", type=header.type, re=header.id)
                router.send_multipart([identity, *pack(reply, decode_body(raw))])


def main() -> int:
    """Run the echo."""
    serve(Path(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
