"""Reading the URI of an image: every form, every mistake in a sentence, and no password told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from batos.config import public_uri
from batos.errors import BatosError, ConfigError, ExitCode
from batos.image import file_of, open_database
from batos.image.storage import OPTIONS, read_address

posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX")


@pytest.mark.parametrize(
    ("uri", "file"),
    [
        ("file:///a/b%20c.fs", "/a/b c.fs"),
        ("FILE:///a.fs", "/a.fs"),
        ("file://localhost/a.fs", "/a.fs"),
        ("/a/b.fs", "/a/b.fs"),
        ("b.fs", "b.fs"),
        ("zeo://localhost:8100", None),
        ("sqlite:///a", None),
        ("memory://", None),
    ],
)
@posix
def test_the_file_of_a_uri(uri: str, file: str | None) -> None:
    assert file_of(uri) == (Path(file) if file else None)


@posix
@pytest.mark.parametrize(
    ("uri", "wanted"),
    [
        ("zeo://db.example:8100", ("zeo", None, "db.example", 8100)),
        ("zeo://db.example", ("zeo", None, "db.example", 9991)),
        ("zeo://[::1]:8100/", ("zeo", None, "::1", 8100)),
        ("zeo:///run/my%20zeo.sock?storage=2", ("zeo", Path("/run/my zeo.sock"), "", None)),
        ("sqlite:///srv/my%20image", ("sqlite", Path("/srv/my image"), "", None)),
        ("sqlite://?data_dir=/srv/image", ("sqlite", Path("/srv/image"), "", None)),
        ("postgres://db.example/batos", ("postgres", None, "db.example", None)),
        ("postgresql://db.example:5433/batos", ("postgres", None, "db.example", 5433)),
        ("POSTGRES://DB.example/batos", ("postgres", None, "DB.example", None)),
        ("postgres://%2FRun%2Fpg/batos", ("postgres", None, "/Run/pg", None)),
        ("postgres:///batos?host=/Run/pg&port=5433", ("postgres", None, "/Run/pg", 5433)),
    ],
)
def test_the_parts_of_a_uri(uri: str, wanted: tuple[str, Path | None, str, int | None]) -> None:
    address = read_address(uri)
    assert (address.kind, address.path, address.host, address.port) == wanted


@pytest.mark.parametrize(
    "uri",
    [
        "postgres://amy:p%40s%2Fs%20%25@host/batos",
        "postgres://host/batos?user=amy&password=p%40s%2Fs%20%25",
    ],
)
def test_the_login_of_a_database(uri: str) -> None:
    address = read_address(uri)
    assert (address.user, address.password, address.database) == ("amy", "p@s/s %", "batos")
    assert "p@s" not in repr(address)
    assert "p%40s" not in repr(address)


def test_options_are_read() -> None:
    address = read_address(
        "zeo://h?cache_size=200MB&wait_timeout=3&read_only=yes&blob_cache_size=1kb&blob_dir=b"
    )
    assert address.options["cache_size"] == 200 << 20
    assert address.options["wait_timeout"] == 3
    assert address.options["blob_cache_size"] == 1024
    assert address.options["blob_dir"] == Path("b").absolute()
    assert address.read_only
    assert not read_address("zeo://h?read_only=0").read_only


@pytest.mark.parametrize(
    ("uri", "said", "hint"),
    [
        ("file://live_image.fs", "names a host", "file:///live_image.fs"),
        ("sqlite://srv/image", "names a host, 'srv'", "sqlite:///srv/image"),
        ("sqlite://", "names no folder", "sqlite:///"),
        ("sqlite:///", "names no folder", "sqlite:///"),
        ("sqlite:///a?data_dir=/b", "names two", "sqlite:///"),
        ("zeo://", "names no server", "zeo://host:port"),
        ("zeo:///", "names no server", "zeo://host:port"),
        ("zeo://:8100", "names no server", "zeo://host:port"),
        ("zeo://h/path", "a host and a path", "zeo://host:port"),
        ("zeo://amy:x@h", "names a user", "zeo://host:port"),
        ("zeo://h:0", "port", ""),
        ("zeo://h:65536", "port", ""),
        ("zeo://h:99999999999999999999", "port", ""),
        ("zeo://h:²", "port", ""),
        ("zeo:h:8100", "two slashes", "zeo://host:port"),
        ("postgres:batos", "two slashes", "postgres://user@host/database"),
        ("postgres://", "names no database", "postgres://user@host/database"),
        ("postgres://host", "names no database", "postgres://user@host/database"),
        ("postgres://host/", "names no database", "postgres://user@host/database"),
        ("postgres://host/a/b", "names no database", "postgres://user@host/database"),
        ("postgres://h/d?host=x", "has the host twice", ""),
        ("file:///a.fs?quota=1", "unknown option 'quota'", "blobstorage_dir"),
        ("file:///a.fs?readonly=1", "unknown option 'readonly'", "Did you mean 'read_only'?"),
        ("sqlite:///a?synchronus=full", "'synchronus'", "Did you mean 'synchronous'?"),
        ("sqlite:///a?keep_history=0", "'keep_history'", ""),
        ("sqlite:///a?synchronous=off", "wants full, extra or normal, not 'off'", ""),
        ("postgres://h/d?ssl_mode=require", "'ssl_mode'", "Did you mean 'sslmode'?"),
        ("postgres://h/d?sslmode=maybe", "wants a mode", ""),
        ("zeo://h?wait_timout=3", "'wait_timout'", "Did you mean 'wait_timeout'?"),
        ("zeo://h?wait_timeout=soon", "wants seconds from 1, not 'soon'", ""),
        ("zeo://h?wait_timeout=0", "wants seconds from 1", ""),
        ("zeo://h?wait_timeout=-1", "wants seconds from 1", ""),
        ("zeo://h?cache_size=big", "wants a size", ""),
        ("zeo://h?storage=", "wants a name", ""),
        ("zeo://h?blob_dir=", "wants a folder", ""),
        ("zeo://h?read_only=maybe", "wants 1 or 0", ""),
        ("zeo://h?read_only=1&read_only=0", "twice", ""),
        ("file:///a.fs?connection_cache_size=0", "a number from 1", ""),
        ("nope://x", "no kind of storage", "file:///"),
        ("nope:x", "no kind of storage", "file:///"),
        ("gopher://host/x", "no kind of storage", "file:///"),
        ("memory://x?colour=red", "unknown option 'colour'", ""),
    ],
)
def test_a_uri_that_cannot_be_read_is_a_config_error(uri: str, said: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        open_database(uri)
    assert said in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    "uri",
    [
        "postgresqlx://amy:secret@host/db",
        "mysql://amy:secret@host/db?nonsense=1",
        "postgres://amy:secret@host",
        "postgres://amy:se/secret@host/db",
        "postgres://amy:se?secret=1@host/db",
        "postgres://amy:12?secret=1@host/db",
        "postgres://amy:se#secret@host/db",
        "postgres://amy:s:secret@host/db?nonsense=1",
        "postgres://amy:s@secret@host/db?nonsense=1",
        "postgres://host/db?password=secret&nonsense=1",
        "postgres://host/db?nonsense=1&password=secret",
        "postgres://host/db?password=secret&sslpassword=secret",
        "zeo://amy:secret@host",
        "sqlite://amy:secret@host/x",
    ],
)
def test_a_password_is_not_told(uri: str) -> None:
    with pytest.raises(BatosError) as caught:
        open_database(uri)
    error: BaseException | None = caught.value
    while error is not None:
        assert "secret" not in f"{error} {getattr(error, 'hint', '')}"
        error = error.__cause__


def test_the_public_form_of_a_uri_tells_the_place() -> None:
    assert public_uri("postgres://amy:s3@h:1/db") == "postgres://amy@h:1/db"
    assert public_uri("postgres://h/db?password=s3&a=1") == "postgres://h/db?password=…&a=1"
    assert public_uri("file:///a@b.fs") == "file:///a@b.fs"
    assert public_uri("/a:b@c.fs") == "/a:b@c.fs"
    assert public_uri("zeo:///run/a@b") == "zeo:///run/a@b"


def test_a_memory_storage_is_opened_by_its_uri() -> None:
    database = open_database("memory://?connection_cache_size=1234")
    assert database.getCacheSize() == 1234
    database.close()


def test_every_option_says_what_it_does() -> None:
    for options in OPTIONS.values():
        for name, option in options.items():
            assert option.text.endswith("."), name
            assert option.wants, name


def test_every_option_is_in_the_documentation() -> None:
    page = Path(__file__).parents[4] / "docs" / "how-to" / "storages.md"
    rows = [line for line in page.read_text("utf-8").splitlines() if line.startswith("| `")]
    for kind, options in OPTIONS.items():
        for name in options:
            found = [row for row in rows if f"`{name}`" in row.split("|")[1]]
            assert len(found) == 1, name
            assert kind in found[0].split("|")[2] or "all" in found[0].split("|")[2], (kind, name)
