"""The ZAP handler: ZeroMQ asks it about each connection before any message is read.

Without one, a CURVE server lets in every key: encryption without authentication. It is served
by the kernel's own loop, on a socket of the same context, so that there is no thread to die.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import zmq
from zmq.utils import z85

__all__ = ["Doorkeeper"]

_ENDPOINT = "inproc://zeromq.zap.01"
_VERSION = b"1.0"
_LOG = logging.getLogger(__name__)


class Doorkeeper:
    """An allow-list of public keys per domain (client, worker).

    Args:
        context: The context whose sockets ask. Make the doorkeeper before they bind.
        allowed: Domain to public key (Z85) to the name of its user.
    """

    def __init__(
        self, context: zmq.Context[zmq.Socket[bytes]], allowed: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._allowed = {domain: dict(keys) for domain, keys in allowed.items()}
        self.refused = 0
        self.socket: zmq.Socket[bytes] = context.socket(zmq.REP)
        self.socket.linger = 0
        self.socket.bind(_ENDPOINT)

    def answer_waiting(self) -> None:
        """Answer every question that waits; never raises."""
        while True:
            try:
                question = self.socket.recv_multipart(zmq.NOBLOCK)
            except zmq.ZMQError:
                return  # nothing waits, or the context is closing
            self._answer(question)

    def close(self) -> None:
        """Close the socket; later connections are refused."""
        self.socket.close(0)

    def _answer(self, question: list[bytes]) -> None:
        try:
            request_id = question[1]
            user = self._user(question)
        except Exception:  # a question that cannot be read is a no, and must not end the kernel
            _LOG.exception("a question of the transport could not be read")
            request_id, user = (question[1] if len(question) > 1 else b""), None
        if user is None:
            self.refused += 1
            verdict = [b"400", b"this key is not allowed", b"", b""]
        else:
            verdict = [b"200", b"OK", user.encode(), b""]
        self.socket.send_multipart([_VERSION, request_id, *verdict])

    def _user(self, question: list[bytes]) -> str | None:
        version, _request, domain, address, _identity, mechanism, *credentials = question
        if version != _VERSION or mechanism != b"CURVE" or len(credentials) != 1:
            return None
        key = z85.encode(credentials[0]).decode("ascii")
        user = self._allowed.get(domain.decode(), {}).get(key)
        if user is None:
            _LOG.warning("refused key %s for %r from %s", key, domain.decode(), address.decode())
        return user
