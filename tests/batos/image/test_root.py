"""The containers of the root, and how objects are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import transaction
from BTrees.OOBTree import OOBTree

from batos.errors import ImageDamagedError, SlotError, UnknownNameError
from batos.image import FORMAT, Root, Session, create_root, open_database
from batos.objects import Method, UvmObject, install_method


@pytest.fixture
def peopled(session: Session) -> Session:
    def make(root: Root) -> None:
        for name in ("genesis", "robin", "Amy"):
            root.add(name, UvmObject(n=len(name)))

    session.change(make, note="people it")
    return session


def _change_root(uri: str, work: Callable[[Any], None]) -> None:
    """Do something to the root of a database that no session would do."""
    database = open_database(uri)
    manager = transaction.TransactionManager(explicit=True)
    manager.begin()
    connection = database.open(manager)
    work(connection.root())
    manager.commit()
    connection.close()
    database.close()


@pytest.mark.parametrize(
    "address",
    [
        *("genesis", " genesis ", "genesis_obj", "GENESIS", "Genesis_Obj"),
        *("genesis_prototype_obj", "genesis_prototype"),
    ],
)
def test_names_and_the_founding_forms_of_them_find_the_object(
    peopled: Session, address: str
) -> None:
    with peopled.read() as root:
        assert root.find(address) is root.objects["genesis"]


def test_the_founding_form_of_robin(peopled: Session) -> None:
    with peopled.read() as root:
        assert root.find("robin_prototype_obj") is root.objects["robin"]


def test_the_exact_name_comes_first(peopled: Session) -> None:
    def make(root: Root) -> None:
        root.add("robin_obj", UvmObject(n=99))
        root.add("n42", UvmObject())

    peopled.change(make, note="make")
    with peopled.read() as root:
        assert root.find("robin_obj").n == 99
        assert root.find("Amy").n == 3


def test_an_object_is_found_by_its_oid(peopled: Session) -> None:
    with peopled.read() as root:
        genesis = root.objects["genesis"]
        number = int.from_bytes(genesis._p_oid, "big")
        for address in (number, f"@{number}", str(number)):
            assert root.find(address) is genesis


def test_an_object_of_this_transaction_is_found_by_its_oid(session: Session) -> None:
    def make(root: Root) -> bool:
        obj = root.add("new", UvmObject())
        return root.find(int.from_bytes(obj._p_oid, "big")) is obj

    assert session.change(make, note="make")


@pytest.mark.parametrize(
    "address",
    [
        *("", " ", "nobody", "@", "@x", "@-1", "@1.5", -1, 0, "@0", 10**9, "@1000000000"),
        *(2**63 - 1, 2**64, f"@{2**64}", "9" * 10_000, "@²", "²", "@٣", "_slots", "genesis.x"),
        *("x" * 100_000, "名", "\ud800", True),
    ],
)
def test_what_is_not_there_is_an_unknown_name(peopled: Session, address: str | int) -> None:
    with peopled.read() as root, pytest.raises(UnknownNameError, match="There is no object"):
        root.find(address)


def test_an_oid_of_something_else_is_an_unknown_name(peopled: Session) -> None:
    with peopled.read() as root:
        for other in (root.objects, root.meta, root.epoch):
            with pytest.raises(UnknownNameError):
                root.find(int.from_bytes(other._p_oid, "big"))


def test_a_near_match_is_in_the_hint(peopled: Session) -> None:
    with peopled.read() as root, pytest.raises(UnknownNameError) as caught:
        root.find("genisis")
    assert "Did you mean 'genesis'?" in caught.value.hint
    assert caught.value.details == {"kind": "object", "name": "genisis"}


def test_a_name_must_be_an_identifier(session: Session) -> None:
    with pytest.raises(SlotError):
        session.change(lambda root: root.add("a b", UvmObject()) and None, note="add")


def test_selectors_and_the_method_of_one(session: Session) -> None:
    def make(root: Root) -> None:
        parent = root.add("parent", UvmObject(n=1, shared=2))
        source = "def hello(self):\n    return 1\n"
        install_method(parent, Method(selector="hello", source=source, signature="(self)"))
        root.add("child", UvmObject(parents=[parent], own=1, shared=3))

    session.change(make, note="make")
    with session.read() as root:
        child = root.find("child")
        assert list(root.selectors(child)) == ["own", "shared", "n", "hello"]
        holder, method = root.method(child, "hello")
        assert holder is root.find("parent")
        assert method.selector == "hello"
        with pytest.raises(UnknownNameError, match="no selector named 'helo'") as caught:
            root.method(child, "helo")
        assert "hello" in caught.value.hint


def test_the_containers_are_made_once(
    session: Session, open_session: Callable[[], Session]
) -> None:
    with session.read() as root:
        born = root.meta["born"]
        assert root.meta["format"] == FORMAT
        for container in (root.objects, root.memory, root.cycles, root.trail, root.genesis):
            assert len(container) == 0
    again = open_session()
    assert again.metrics.commits == 0
    with again.read() as root:
        assert root.meta["born"] == born


def test_a_database_of_something_else_is_refused(
    uri: str, open_session: Callable[[], Session]
) -> None:
    _change_root(uri, lambda root: root.update(app=OOBTree()))
    with pytest.raises(ImageDamagedError, match="not a living image"):
        open_session()


@pytest.mark.parametrize("meta", [OOBTree, {"format": 1}, None, "text"])
def test_a_root_with_another_kind_of_meta_is_refused(
    uri: str, open_session: Callable[[], Session], meta: Any
) -> None:
    _change_root(uri, lambda root: root.update(meta=meta() if meta is OOBTree else meta))
    with pytest.raises(ImageDamagedError):
        open_session()


def test_an_image_of_a_newer_format_is_refused_and_can_be_opened_by_what_wrote_it(
    uri: str, open_session: Callable[[], Session]
) -> None:
    open_session().close()

    def renumber(root: Any) -> None:
        root["meta"]["format"] = FORMAT + 1

    _change_root(uri, renumber)
    for _ in range(2):  # a refused image is not left locked
        with pytest.raises(ImageDamagedError, match=f"format {FORMAT + 1}"):
            open_session()


def test_something_else_among_the_objects_is_told(session: Session) -> None:
    def spoil(root: Root) -> None:
        root.objects["odd"] = OOBTree()

    session.change(spoil, note="spoil")
    with session.read() as root, pytest.raises(ImageDamagedError, match="OOBTree"):
        root.find("odd")


def test_create_root_answers_whether_it_made_anything() -> None:
    mapping: dict[str, Any] = {}
    assert create_root(mapping)
    assert not create_root(mapping)


def test_create_root_adds_what_an_image_of_an_earlier_version_lacks() -> None:
    mapping: dict[str, Any] = {}
    create_root(mapping)
    meta = mapping["meta"]
    del mapping["history"], mapping["waiting"]
    assert create_root(mapping)
    assert {"history", "waiting"} <= mapping.keys()
    assert mapping["meta"] is meta
