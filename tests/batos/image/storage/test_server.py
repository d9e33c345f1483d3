"""An image on a ZEO server: shared at once, and what is said when the server is not there."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from image_servers import ZeoServer

from batos.care.copying import copy_image
from batos.errors import ConfigError, ExitCode, ImageError, ImageUnreachableError
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session, open_database
from batos.image.blobs import store_file
from batos.image.storage import blob_folder, folders_of, open_storage, read_address
from batos.objects import UvmObject

pytest.importorskip("ZEO")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a socket of Unix")


@pytest.fixture
def kind() -> str:
    return "zeo"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ZeoServer]:
    with ZeoServer(tmp_path / "server") as server:
        yield server


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImageUnreachableError) as caught:
        open_database(f"zeo://{tmp_path}/no.socket?wait_timeout=1&blob_dir={tmp_path}/blobs")
    assert "cannot be reached: no ZEO server answers within 1 s" in caught.value.message
    assert "Start it" in caught.value.hint
    assert caught.value.exit_code == ExitCode.IMAGE


def test_something_else_on_the_port_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ImageUnreachableError, match="no ZEO server answers"):
            open_database(f"zeo://127.0.0.1:{port}?wait_timeout=1&blob_dir={tmp_path}/blobs")


def test_a_storage_that_the_server_has_not_is_told(uri: str) -> None:
    other = re.sub(r"\?storage=\d+", "?wait_timeout=1&storage=7777", uri)
    with pytest.raises(ImageError) as caught:
        open_database(other)
    assert "'storage' in the URI" in caught.value.hint


def test_a_server_without_a_folder_for_blobs_is_told(tmp_path: Path) -> None:
    server = ZeoServer(tmp_path / "server", 2)
    config = tmp_path / "server" / "zeo.conf"
    config.write_text(re.sub(r"\n +blob-dir .*", "", config.read_text()))
    file = tmp_path / "file.bin"
    file.write_bytes(b"x" * 1000)

    def hang(root: Root) -> None:
        root.add("n", UvmObject(n=0, file=store_file(root.connection, file)))

    own = Session(str(tmp_path / "own.fs"), GuardedRunner)
    own.change(hang, note="hang")
    own.close()
    with server:
        with pytest.raises(ImageError, match="keeps no blobs") as caught:
            copy_image(str(tmp_path / "own.fs"), server.uri())
        assert "blob-dir" in caught.value.hint
        session = Session(server.uri(2), GuardedRunner)
        try:
            with pytest.raises(ImageError, match="keeps no blobs"):
                session.change(hang, note="hang")
            session.change(lambda root: root.add("m", UvmObject(n=1)) and None, note="goes on")
        finally:
            session.close()


def test_a_server_without_the_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConfigError) as caught:
        open_database("zeo://localhost:1")
    assert 'pip install "batos-core[zeo]"' in caught.value.hint


def test_what_one_process_committed_the_next_transaction_of_another_sees(
    uri: str, session: Session
) -> None:
    other = Session(uri, GuardedRunner)
    try:
        session.change(lambda root: root.add("n", UvmObject(n=0)) and None, note="make")

        def step(root: Root) -> int:
            root.find("n").n += 1
            return int(root.find("n").n)

        for turn in range(1, 31):
            assert (session, other)[turn % 2].change(step, note="step") == turn
            with (other, session)[turn % 2].read() as root:
                assert root.find("n").n == turn
        assert session.metrics.conflicts == other.metrics.conflicts == 0
    finally:
        other.close()


@pytest.mark.long
def test_a_server_that_is_killed_while_nobody_works_is_found_again(server: ZeoServer) -> None:
    session = Session(server.uri(), GuardedRunner)
    try:
        session.change(lambda root: root.add("n", UvmObject(n=0)) and None, note="make")
        for turn in (1, 2):
            server.kill()
            server.start()
            session.change(lambda root: setattr(root.find("n"), "n", root.find("n").n + 1), note="")
            with session.read() as root:
                assert root.find("n").n == turn
    finally:
        session.close()


def test_a_server_that_is_killed_in_the_middle_of_the_work_costs_a_retry(
    server: ZeoServer,
) -> None:
    session = Session(server.uri(), GuardedRunner)
    tries: list[int] = []
    try:
        session.change(lambda root: root.add("n", UvmObject(n=0)) and None, note="make")

        def step(root: Root) -> int:
            tries.append(1)
            root.find("n").n += 1
            if len(tries) == 1:
                server.kill()
                server.start()
            return int(root.find("n").n)

        assert session.change(step, note="step") == 1
        with session.read() as root:
            assert root.find("n").n == 1
        assert len(tries) == 2
        assert session.metrics.disconnects >= 1
        assert session.metrics.retries >= 1
    finally:
        session.close()


@pytest.mark.long
def test_a_server_that_stays_away_ends_in_a_plain_error(server: ZeoServer) -> None:
    uri = server.uri().replace("?", "?wait_timeout=1&")
    session = Session(uri, GuardedRunner, patience=0.1)
    try:
        server.kill()
        with pytest.raises(ImageUnreachableError, match="did not come back; nothing was changed"):
            session.change(lambda root: root.add("n", UvmObject()) and None, note="make")
        with pytest.raises(ImageUnreachableError, match="did not come back"), session.read():
            pass
        server.start()
        session.change(lambda root: root.add("n", UvmObject()) and None, note="make")
        with session.read() as root:
            assert "n" in root.objects
    finally:
        session.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_server_that_is_killed_while_it_commits_does_it_once(
    server: ZeoServer, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the transaction was kept before the connection broke or not."""
    session = Session(server.uri(), GuardedRunner)
    try:
        session.change(lambda root: root.add("n", UvmObject(n=0)) and None, note="make")
        client = session.database.storage._server
        finish = client.tpc_finish
        broken: list[str] = []

        def break_(*args: object) -> object:
            monkeypatch.setattr(client, "tpc_finish", finish)
            broken.append(moment)
            if moment == "after":
                finish(*args)
            server.kill()
            server.start()
            if moment == "after":
                from ZEO.Exceptions import ClientDisconnected

                raise ClientDisconnected("the answer never came")
            return finish(*args)

        monkeypatch.setattr(client, "tpc_finish", break_)

        def step(root: Root) -> int:
            root.find("n").n += 1
            return int(root.find("n").n)

        assert session.change(step, note="step") == 1
        assert broken == [moment]
        with session.read() as root:
            assert root.find("n").n == 1
    finally:
        session.close()


def test_the_server_is_read_only_where_the_uri_says_so(uri: str, session: Session) -> None:
    storage = open_storage(uri, read_only=True)
    assert storage.isReadOnly()
    storage.close()


def test_copies_of_blobs_are_in_the_cache_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BATOS_CACHE", str(tmp_path))
    one, other = (blob_folder(read_address(uri)) for uri in ("zeo://a:1", "zeo://b:1"))
    assert one.parent == tmp_path / "blobs"
    assert one != other
    assert folders_of("zeo://a:1") == (one,)
    assert folders_of("zeo://a:1?blob_dir=/x/y")[0] == Path("/x/y")


def test_a_child_that_is_killed_loses_nothing_that_it_acknowledged(
    child: Callable[..., subprocess.Popen[str]], open_session: Callable[[], Session]
) -> None:
    process = child("count")
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(20)]
    process.kill()
    with open_session().read() as root:
        assert root.find("left").n == root.find("right").n >= said[-1]
