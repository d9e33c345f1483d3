"""What every client does with its link: find the kernel, and say why it is not there."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from batos.errors import KernelNotRunningError
from batos.wire.codec import Body, encode_body, encode_header, pack
from batos.wire.connection import START_HINT, Connection
from batos.wire.dealer import Dealer
from batos.wire.faults import request_too_long
from batos.wire.keys import KeyRing
from batos.wire.messages.frame import MAGIC, MAX_BODY, PROTOCOL, Header, Lane, new_id
from batos.wire.messages.request import Request
from batos.wire.versions import mismatch

__all__ = ["PING_AFTER_S", "SILENT_AFTER_S", "dealt", "framed", "gone", "in_short", "silent"]

PING_AFTER_S = 1.0
"""Seconds of silence after which a kernel is asked whether it is there."""
SILENT_AFTER_S = 15.0
"""Seconds of silence after which a kernel is taken for one that hangs."""


def dealt(runtime_dir: Path, endpoint: str = "") -> tuple[Connection, Dealer]:
    """Return where a kernel is, and a socket that is connecting to it.

    Args:
        runtime_dir: Folder with the kernel's connection file and keys, or with copies of them.
        endpoint: Where it listens, ``tcp://HOST:PORT``, where that is another machine.

    Raises:
        KernelNotRunningError: There is no kernel.
        UsageError: That is no address.
        VersionMismatchError: It speaks another protocol.
    """
    if endpoint:
        connection = Connection.elsewhere(endpoint, runtime_dir)
    else:
        connection = Connection.read(runtime_dir)
    if connection.protocol != PROTOCOL:
        raise mismatch(connection.protocol, (PROTOCOL, PROTOCOL))
    keys = KeyRing(runtime_dir / "keys").load("client")
    return connection, Dealer(connection.endpoint, keys, connection.server_key)


def framed(
    type_: str, body: Body | None, *, session: str, inc: str, lane: Lane, id_: str, ttl_s: float
) -> tuple[Header, list[bytes]]:
    """Return a request as it is sent, and its header.

    Raises:
        LimitExceededError: It is longer than the wire carries.
    """
    header = Header(
        kind="req",
        type=type_,
        id=id_ or new_id(),
        sess=session,
        inc=inc,
        ts=time.time(),
        ttl_ms=int(ttl_s * 1000),
        lane=lane,
    )
    raw = encode_body(body)
    if len(raw) > MAX_BODY:
        raise request_too_long("The request", len(raw))
    return header, [MAGIC, encode_header(header), raw]


def in_short(asked: Request[Any], session: str) -> list[bytes]:
    """Return the frames of a request whose answer nobody waits for."""
    return pack(Header(kind="req", type=asked.TYPE, id=new_id(), sess=session), asked)


def gone(connection: Connection, when: str) -> KernelNotRunningError:
    """Return the error for a kernel whose process has ended."""
    return KernelNotRunningError(
        f"The kernel (pid {connection.pid}) stopped {when}.",
        hint=START_HINT,
        details={"pid": connection.pid},
    )


def silent(connection: Connection) -> KernelNotRunningError:
    """Return the error for a kernel that says nothing."""
    if not connection.pid:
        return KernelNotRunningError(
            f"No kernel answers at {connection.endpoint}.",
            hint="Look whether it runs there, and whether its port can be reached.",
        )
    return KernelNotRunningError(
        f"The kernel (pid {connection.pid}) runs but does not answer at {connection.endpoint}.",
        hint="stop it with: batos down",
        details={"pid": connection.pid},
    )
