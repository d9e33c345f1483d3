"""One object as a file."""

import pytest

from batos.errors import TravelError
from batos.exchange.objectfile import ObjectFile, read_object, references, write_object

GIVEN = ObjectFile(
    id="basket",
    name="basket",
    parents=({"$": "object", "name": "traits"},),
    slots={
        "items": [1, {"$": "object", "id": "object_1"}],
        "picture": {"$": "blob", "file": "blobs/a.blob"},
    },
    path="objects/basket.toml",
)


def test_an_object_comes_back_from_its_file():
    assert read_object(write_object(GIVEN), GIVEN.path) == GIVEN
    assert len(list(references(GIVEN.slots, GIVEN.path))) == 2


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("format = 1", "format = 2", "format 2"),
        ("format = 1", "format = ", "not valid TOML"),
        ('id = "basket"', 'id = "other"', "which is another file"),
        ('id = "basket"', 'id = "../x"', "no name"),
        ('name = "basket"', 'name = "_p_jar"', "no name"),
        ('name = "basket"', 'name = "b\u0430sket"', "no name"),
        ("items = ", "__class__ = ", "no name"),
        ("items = ", "_p_changed = ", "no name"),
        ("items = ", "send = ", "no name"),
        ("[slots]", "[slots]\nsend = 1", "no name"),
        ("[slots]", "[slits]", "slits"),
        ('name = "traits"', "name = 7", "reference is damaged"),
        ('name = "traits"', 'name = "traits", id = "x"', "reference is damaged"),
        ('id = "object_1"', 'oid = "object_1"', "reference is damaged"),
        ('"blobs/a.blob"', '"../a.blob"', "reference is damaged"),
        ('"blobs/a.blob"', '"objects/a.toml"', "reference is damaged"),
        ("[1, ", "[1" + ", [" * 3000, "not valid TOML"),
        ("[1, ", "[" * 300 + "]" * 300 + "\nmore = [", "too deeply"),
    ],
)
def test_a_file_that_lies_is_refused_with_its_name_and_reason(old, new, reason):
    text = write_object(GIVEN).decode()
    assert old in text
    with pytest.raises(TravelError, match=reason) as error:
        read_object(text.replace(old, new).encode(), GIVEN.path)
    assert GIVEN.path in error.value.message


def test_what_is_not_utf8_is_refused():
    with pytest.raises(TravelError, match="not UTF-8"):
        read_object(b"\xff", GIVEN.path)
