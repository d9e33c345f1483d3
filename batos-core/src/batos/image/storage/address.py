"""Reading the URI of an image: what kind of storage, where, and with which options.

The forms and the names of the options are zodburi's. They are read here all the same: zodburi
leaves ``%20`` in paths and passwords as it stands, knows no socket of PostgreSQL, takes every
mistyped option for one of the database, and tells the whole URI with its password in its errors.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

from batos.config import public_uri
from batos.errors import ConfigError, near
from batos.image.storage.options import OPTIONS

__all__ = ["Address", "file_of", "label_of", "read_address"]

_ALIASES = {"postgresql": "postgres"}
_PORTS = {"zeo": 9991}
"""zodburi's own; PostgreSQL's is left to its client library, which looks into the environment."""


@dataclass(frozen=True)
class Address:
    """Where an image is.

    Attributes:
        kind: ``file``, ``zeo``, ``sqlite``, ``postgres``; empty for what zodburi reads itself.
        uri: The URI as it was given; it may hold a password.
        label: How a message names the image: quoted, without a password.
        path: The file of ``file``, the folder of ``sqlite``, the socket of ``zeo``, or None.
        host: The server, or an empty text.
        port: Its port, or None.
        user: The user of the database, or an empty text.
        password: The user's password, or None.
        database: The database on the server, or an empty text.
        options: What follows the ``?``, read.
    """

    kind: str
    uri: str = field(repr=False)
    label: str
    path: Path | None = None
    host: str = ""
    port: int | None = None
    user: str = ""
    password: str | None = field(default=None, repr=False)
    database: str = ""
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def option(self, name: str, default: Any) -> Any:
        """Return the value of an option, or the default."""
        return self.options.get(name, default)

    @property
    def read_only(self) -> bool:
        """Whether nothing may be changed."""
        return bool(self.options.get("read_only", False))

    @property
    def is_shared(self) -> bool:
        """Whether several processes may have it open."""
        return self.kind in ("zeo", "sqlite", "postgres")

    @property
    def is_served(self) -> bool:
        """Whether its connection can be lost."""
        return self.kind in ("zeo", "postgres", "")


def read_address(uri: str) -> Address:
    """Read the URI of an image.

    Args:
        uri: One of the forms below; a plain path is taken for a file.

    ::

        file:///path/live_image.fs
        zeo://host:port  zeo:///path/of/socket
        sqlite:///path/of/folder
        postgres://user:password@host:port/database  postgres:///database?host=/folder/of/socket

    Raises:
        ConfigError: It names no place, a host where a path is wanted, or has an unknown option
            or a value that is none. The password is in no message.
    """
    path = file_of(uri)
    if path is not None:
        options = _options("file", uri, _parts(uri).query if "://" in uri else "")
        return Address("file", uri, repr(str(path)), path, options=options)
    scheme = uri.split(":", 1)[0].lower()
    kind = _ALIASES.get(scheme, scheme)
    if kind not in OPTIONS:
        return Address("", uri, label_of(uri))
    if not uri.lower().startswith(f"{scheme}://"):
        raise ConfigError(
            f"The image URI {label_of(uri)} lacks the two slashes behind {scheme!r}.",
            hint=_EXAMPLES[kind],
        )
    parts = _parts(uri)
    return _READERS[kind](uri, parts)


@dataclass(frozen=True)
class _Parts:
    user: str
    password: str | None
    host: str
    port: str
    path: str
    query: str


def _parts(uri: str) -> _Parts:
    """Split a URI; nothing but the port is judged.

    ``urlsplit`` would put hosts into small letters, sockets' folders among them.
    """
    rest = uri.split("://", 1)[1].split("#", 1)[0]
    rest, _, query = rest.partition("?")
    authority, slash, path = rest.partition("/")
    login, _, server = authority.rpartition("@")
    user, colon, password = login.partition(":")
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(.*))?", server)
    host, port = (match[1], match[2] or "") if match else (server, "")
    return _Parts(
        unquote(user),
        unquote(password) if colon else None,
        unquote(host.strip("[]")),
        port,
        unquote(slash + path),
        query,
    )


def _options(kind: str, uri: str, query: str) -> dict[str, Any]:
    known = OPTIONS[kind]
    options: dict[str, Any] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name not in known:
            raise ConfigError(
                f"The image URI {label_of(uri)} has an unknown option {name!r}.",
                hint=near(name, known) or f"Known: {', '.join(sorted(known))}.",
            )
        if name in options:
            raise ConfigError(f"The image URI {label_of(uri)} has the option {name!r} twice.")
        try:
            options[name] = known[name].read(text)
        except ValueError:
            raise ConfigError(
                f"The option {name!r} of the image URI {label_of(uri)} wants "
                f"{known[name].wants}, not {text!r}.",
            ) from None
    return options


def _read_zeo(uri: str, parts: _Parts) -> Address:
    if parts.user or parts.password is not None:
        raise ConfigError(
            f"The image URI {label_of(uri)} names a user, and a ZEO server has none.",
            hint=_EXAMPLES["zeo"],
        )
    if parts.host:
        if parts.path not in ("", "/"):
            raise ConfigError(
                f"The image URI {label_of(uri)} names a host and a path.", hint=_EXAMPLES["zeo"]
            )
        port = _port(uri, parts.port) or _PORTS["zeo"]
        options = _options("zeo", uri, parts.query)
        return Address("zeo", uri, label_of(uri), None, parts.host, port, options=options)
    if parts.port or parts.path in ("", "/"):
        raise ConfigError(f"The image URI {label_of(uri)} names no server.", hint=_EXAMPLES["zeo"])
    options = _options("zeo", uri, parts.query)
    return Address("zeo", uri, label_of(uri), Path(parts.path), options=options)


def _read_sqlite(uri: str, parts: _Parts) -> Address:
    if parts.host or parts.user or parts.port:
        raise ConfigError(
            f"The image URI {label_of(uri)} names a host, {parts.host!r}, where a path is wanted.",
            hint=f"Use three slashes: sqlite:///{parts.host}{parts.path}.",
        )
    options = _options("sqlite", uri, parts.query)
    given = options.pop("data_dir", None)
    if (given is None) == (parts.path in ("", "/")):
        raise ConfigError(
            f"The image URI {label_of(uri)} names {'no folder' if given is None else 'two'}.",
            hint=_EXAMPLES["sqlite"],
        )
    folder = given or _native(parts.path).expanduser().absolute()
    return Address("sqlite", uri, repr(f"sqlite://{folder}"), folder, options=options)


def _read_postgres(uri: str, parts: _Parts) -> Address:
    port = _port(uri, parts.port)
    database = parts.path.removeprefix("/")
    if not database or "/" in database:
        raise ConfigError(
            f"The image URI {label_of(uri)} names no database.", hint=_EXAMPLES["postgres"]
        )
    # Last, so that what follows the ? of a password that nobody encoded is not told.
    options = _options("postgres", uri, parts.query)
    given: dict[str, Any] = {
        "host": parts.host,
        "port": port,
        "user": parts.user,
        "password": parts.password,
    }
    for name, value in given.items():
        if value and name in options:
            raise ConfigError(f"The image URI {label_of(uri)} has the {name} twice.")
        given[name] = options.pop(name, value)
    return Address("postgres", uri, label_of(uri), database=database, options=options, **given)


_READERS: Mapping[str, Callable[[str, _Parts], Address]] = {
    "zeo": _read_zeo,
    "sqlite": _read_sqlite,
    "postgres": _read_postgres,
}
_EXAMPLES = {
    "file": "Use file:///path/to/live_image.fs.",
    "zeo": "Use zeo://host:port or zeo:///path/of/socket.",
    "sqlite": "Use sqlite:///path/of/folder.",
    "postgres": "Use postgres://user@host/database.",
}


def _port(uri: str, text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) <= 65535):
        # The text may be a part of a password that holds a slash: it is not told.
        raise ConfigError(
            f"The port of the image URI {label_of(uri)} is not a number from 1 to 65535.",
            hint="A '/', '@' or ':' in a password is written as %2F, %40 or %3A.",
        )
    return int(text)


def file_of(uri: str) -> Path | None:
    """Return the file that a ``file://`` URI names, or None for other storages.

    Raises:
        ConfigError: The URI names a host, as one with two slashes does.
    """
    if "://" not in uri:
        return Path(uri) if not re.match(r"\w{2,}:", uri) else None
    if uri.split("://", 1)[0].lower() != "file":
        return None
    parts = _parts(uri)
    if parts.host not in ("", "localhost"):
        raise ConfigError(
            f"The image URI {uri!r} names a host, {parts.host!r}, where a path is wanted.",
            hint=f"Use three slashes: file:///{parts.host}{parts.path}.",
        )
    return _native(parts.path)


def _native(path: str) -> Path:
    """Return the path of a URI; on Windows there is a slash before the drive."""
    return Path(path.lstrip("/") if os.name == "nt" else path)


def label_of(uri: str) -> str:
    """Return a URI quoted, for a message, without the password that it may hold."""
    return repr(public_uri(uri))
