"""Images in SQLite and PostgreSQL: durable, with history, and every refusal in a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from image_servers import PostgresServer

from batos.errors import (
    ConfigError,
    ImageDamagedError,
    ImageError,
    ImageMissingError,
    ImageUnreachableError,
)
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session, open_database
from batos.image.storage import folders_of, open_storage
from batos.objects import UvmObject

pytest.importorskip("relstorage")


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def take_database(postgres: PostgresServer) -> Iterator[Callable[[], str]]:
    """Returns databases in which there has never been a table."""
    taken: list[str] = []

    def take() -> str:
        taken.append(postgres.database())
        return taken[-1]

    yield take
    for uri in taken:
        postgres.drop(uri)


def _add(session: Session, name: str) -> None:
    session.change(lambda root: root.add(name, UvmObject(n=0)) and None, note=f"add {name}")


def _count(session: Session) -> None:
    session.change(lambda root: setattr(root.find("n"), "n", root.find("n").n + 1), note="count")


# --- both ------------------------------------------------------------------------------------


def test_history_is_kept_and_told_of_now(session: Session, uri: str) -> None:
    _add(session, "n")
    database = session.database
    assert len(database.undoLog(0, 100)) == 3
    with session.read() as root:
        oid = root.find("n")._p_oid
    other = Session(uri, GuardedRunner)
    try:
        for turn in range(1, 5):
            _count(other)
            assert len(database.undoLog(0, 100)) == 3 + turn
            assert len(database.history(oid, 100)) == 1 + turn
            assert database.lastTransaction() == other.database.lastTransaction()
    finally:
        other.close()


def test_the_past_can_be_read(session: Session) -> None:
    _add(session, "n")
    moments = []
    for _ in range(3):
        moments.append(session.database.lastTransaction())
        _count(session)
    for turn, moment in enumerate(moments):
        with session.read(at=moment) as root:
            assert root.find("n").n == turn


def test_what_another_process_commits_is_seen_by_the_next_transaction(
    session: Session, uri: str
) -> None:
    other = Session(uri, GuardedRunner)
    try:
        _add(session, "n")
        for turn in range(16):
            _count((session, other)[turn % 2])
            with (other, session)[turn % 2].read() as root:
                assert root.find("n").n == turn + 1
        assert session.metrics.conflicts == other.metrics.conflicts == 0
    finally:
        other.close()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_the_size_is_that_of_all_that_was_committed(session: Session) -> None:
    before = session.database.storage.getSize()
    text = "".join(map(str, range(60_000)))
    session.change(lambda root: root.add("n", UvmObject(text=text)) and None, note="add")
    assert session.database.storage.getSize() >= before + len(text)


# Who loses the race leaves a connection to RelStorage's care, which newer Pythons speak of.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_several_processes_may_give_birth_to_one_image(uri: str) -> None:
    import threading

    sessions: list[Session] = []
    errors: list[BaseException] = []
    start = threading.Barrier(4)

    def bear() -> None:
        try:
            start.wait()
            sessions.append(Session(uri, GuardedRunner))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=bear) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    born = set()
    for session in sessions:
        with session.read() as root:
            born.add(root.meta["born"])
    for session in sessions:
        session.close()
    assert errors == []
    assert len(born) == 1


def test_there_must_be_an_image_where_it_is_only_read(uri: str) -> None:
    with pytest.raises(ImageMissingError):
        open_storage(uri, read_only=True)
    Session(uri, GuardedRunner).close()
    storage = open_storage(uri, read_only=True)
    assert storage.isReadOnly()
    storage.close()


def test_a_missing_package_says_what_to_install(
    uri: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConfigError) as caught:
        open_database(uri)
    assert f'pip install "batos-core[{kind}]"' in caught.value.hint


# --- SQLite ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sqlite"])
@pytest.mark.parametrize(("option", "level"), [("", 2), ("?synchronous=normal", 1)])
def test_commits_are_on_the_disk_unless_the_uri_says_otherwise(
    uri: str, option: str, level: int
) -> None:
    session = Session(uri + option, GuardedRunner)
    try:
        manager = session.database.storage._adapter.connmanager
        for opener in (manager.open_for_store, manager.open_for_load):
            connection, cursor = opener()
            assert cursor.execute("PRAGMA synchronous").fetchone()[0] == level
            assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
            manager.rollback_and_close(connection, cursor)
    finally:
        session.close()


@pytest.mark.parametrize("kind", ["sqlite"])
def test_blobs_are_beside_the_database(uri: str, tmp_path: Path) -> None:
    assert folders_of(uri) == (tmp_path / "image", tmp_path / "image" / "blobs")
    Session(uri, GuardedRunner).close()
    assert {each.name for each in (tmp_path / "image").iterdir()} >= {"main.sqlite3", "blobs"}
    assert (tmp_path / "image").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"garbage" * 100, b"PK\x03\x04zip"])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "main.sqlite3"
    file.write_bytes(content)
    with pytest.raises(ImageDamagedError, match="is not a database"):
        open_database(f"sqlite://{tmp_path}")
    assert file.read_bytes() == content


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    uri = f"sqlite://{tmp_path}/image"
    Session(uri, GuardedRunner).close()
    file = tmp_path / "image" / "main.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(ImageDamagedError, match="is damaged") as caught:
        open_database(uri)
    assert caught.value.hint


def test_a_database_of_something_else_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "main.sqlite3")) as other:
        other.execute("CREATE TABLE customers (name TEXT)")
    with pytest.raises(ImageError, match="no image, such as 'customers'") as caught:
        open_database(f"sqlite://{tmp_path}")
    assert "of its own" in caught.value.hint


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "image").write_text("x")
    with pytest.raises(ImageError, match="is a file"):
        open_database(f"sqlite://{tmp_path}/image")
    with pytest.raises(ImageError, match="cannot be"):
        open_database(f"sqlite://{tmp_path}/image/below")


# --- PostgreSQL ------------------------------------------------------------------------------


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[str]:
    uri = postgres.database()
    yield uri
    postgres.drop(uri)


@pytest.fixture
def private(postgres: PostgresServer) -> PostgresServer:
    """The server, if it is one whose users and passwords are known."""
    if "amy:" not in postgres.uri("postgres"):
        pytest.skip("only a private server has a user with a known password")
    return postgres


def _refused(uri: str) -> ImageError:
    with pytest.raises(ImageError) as caught:
        open_database(uri)
    assert "\n" not in caught.value.message
    return caught.value


def test_a_wrong_password_is_told_without_it(
    private: PostgresServer, database: str, tmp_path: Path
) -> None:
    right = quote(private.password, safe="")
    error = _refused(database.replace(right, "wr0ng") + f"?blob_dir={tmp_path}")
    assert "refused the user or the password" in error.message
    assert "wr0ng" not in error.message
    assert "PGPASSWORD" in error.hint


def test_a_database_that_is_not_there_is_told(private: PostgresServer, tmp_path: Path) -> None:
    error = _refused(private.uri("nowhere") + f"?blob_dir={tmp_path}")
    assert "has no database 'nowhere'" in error.message
    assert "createdb nowhere" in error.hint


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("psycopg2")
    host = quote(str(tmp_path), safe="")
    error = _refused(f"postgres://amy:secret@{host}/batos?blob_dir={tmp_path}")
    assert isinstance(error, ImageUnreachableError)
    assert "does not answer" in error.message
    assert "secret" not in error.message


def test_a_user_who_may_create_nothing_is_told(
    private: PostgresServer, database: str, tmp_path: Path
) -> None:
    name = database.rsplit("/", 1)[1]
    private.execute("DROP ROLE IF EXISTS guest")
    private.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    private.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC", name)
    login = f"amy:{quote(private.password, safe='')}@"
    error = _refused(database.replace(login, "guest:guest@") + f"?blob_dir={tmp_path}")
    assert "may not create tables" in error.message
    assert 'GRANT CREATE ON SCHEMA public TO "guest"' in error.hint


def test_tables_of_somebody_else_are_left_alone(
    postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    name = database.rsplit("/", 1)[1].split("?", maxsplit=1)[0]
    postgres.execute("CREATE TABLE customers (name TEXT)", name)
    error = _refused(f"{database}{'&' if '?' in database else '?'}blob_dir={tmp_path}")
    assert "tables that are no image, such as 'customers'" in error.message
    rows = postgres.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", name)
    assert rows == [("customers",)]


@pytest.mark.parametrize("kind", ["postgres"])
def test_connections_that_the_server_ended_are_opened_again(
    session: Session, uri: str, postgres: PostgresServer
) -> None:
    _add(session, "n")
    for turn in range(1, 4):
        assert postgres.disconnect(uri.split("?", maxsplit=1)[0]) > 0
        _count(session)
        assert postgres.disconnect(uri.split("?", maxsplit=1)[0]) > 0
        with session.read() as root:
            assert root.find("n").n == turn


@pytest.mark.parametrize("kind", ["postgres"])
def test_connections_that_end_in_the_middle_of_the_work_cost_a_retry(
    session: Session, uri: str, postgres: PostgresServer
) -> None:
    _add(session, "n")
    tries: list[int] = []

    def step(root: Root) -> int:
        tries.append(1)
        root.find("n").n += 1
        if len(tries) == 1:
            assert postgres.disconnect(uri.split("?", maxsplit=1)[0]) > 0
            root.connection._storage._load_connection.cursor.execute("SELECT 1")
        return int(root.find("n").n)

    assert session.change(step, note="step") == 1
    with session.read() as root:
        assert root.find("n").n == 1
    assert len(tries) == 2
    assert session.metrics.disconnects == 1


@pytest.mark.parametrize("kind", ["postgres"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_connection_that_ends_while_it_commits_does_it_once(
    session: Session,
    uri: str,
    postgres: PostgresServer,
    moment: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _add(session, "n")
    adapter = session.database.storage._adapter
    kind = type(adapter)
    move = kind.lock_database_and_move
    broken: list[str] = []

    def break_(self: object, *args: object, **keywords: object) -> object:
        if broken:
            return move(self, *args, **keywords)
        broken.append(moment)
        if moment == "after":
            move(self, *args, **keywords)
            import psycopg2

            raise psycopg2.OperationalError("server closed the connection unexpectedly")
        postgres.disconnect(uri.split("?", maxsplit=1)[0])
        return move(self, *args, **keywords)

    monkeypatch.setattr(kind, "lock_database_and_move", break_)

    def step(root: Root) -> int:
        root.find("n").n += 1
        return int(root.find("n").n)

    assert session.change(step, note="step") == 1
    assert broken == [moment]
    with session.read() as root:
        assert root.find("n").n == 1
