"""What a record refers to: the same as ZODB says, in a time that nothing can draw out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from BTrees.OOBTree import OOBTree
from persistent import Persistent
from persistent.mapping import PersistentMapping
from ZODB import DB
from ZODB.MappingStorage import MappingStorage
from ZODB.serialize import ObjectWriter, referencesf

from batos.objects import Method, UvmObject
from batos.objects.references import oid_of, references_of


def _record(value: Any) -> bytes:
    """The record of an object that holds a value, beside others that it refers to."""
    database = DB(MappingStorage())
    with database.transaction() as connection:
        others = [UvmObject() for _ in range(4)]
        for each in others:
            connection.add(each)
        holder = UvmObject(parents=(others[0],), one=others[1], again=others[1])
        method = Method(selector="f", source="def f(self):\n    return 1\n", signature="(self)")
        for each in (holder, method):
            connection.add(each)
        slots = {**holder._slots, "value": value, "two": others[2], "f": method}
        Persistent.__setattr__(holder, "_slots", slots)
        connection.root()["holder"] = holder
        record: bytes = ObjectWriter(holder).serialize(holder)
    database.close()
    return record


@pytest.mark.parametrize(
    "value",
    [
        None,
        [1, [2, {"a": (3, b"12345678")}], {4, 5}, frozenset({6}), 1 << 3000, -1.5, 2j],
        {number: str(number) for number in range(3000)},
        {("a", 1): [], b"12345678": b"x" * 300},
        [dt.datetime(2026, 3, 1, tzinfo=dt.UTC), dt.date(2026, 3, 1), dt.timedelta(1)],
        ["text " * 20_000, "\ud83d"],
    ],
)
def test_they_are_those_that_zodb_finds(value: Any) -> None:
    record = _record(value)
    assert sorted(references_of(record, large=0)) == sorted(referencesf(record))
    assert len(set(references_of(record, large=0))) == 4


def test_records_of_containers_have_theirs() -> None:
    database = DB(MappingStorage())
    with database.transaction() as connection:
        tree, mapping = OOBTree(), PersistentMapping()
        for number in range(500):
            tree[f"key {number}"] = UvmObject()
            mapping[number] = UvmObject()
        connection.root()["tree"], connection.root()["mapping"] = tree, mapping
    storage = database.storage
    records = [storage.load(oid)[0] for oid in storage._data]
    assert len(records) > 1000
    for record in records:
        assert references_of(record, large=0) == referencesf(record)
    database.close()


def test_keys_of_one_hash_do_not_hold_it_up() -> None:
    """In the hands of ZODB this takes half a minute."""
    pairs = b"".join(
        b"\x8a\x0b" + (number * (2**61 - 1)).to_bytes(11, "little") + b"K\x01"
        for number in range(52_000)
    )
    record = _record("POISON").replace(b"X\x06\x00\x00\x00POISON", b"}(" + pairs + b"u")
    assert len(set(references_of(record, large=0))) == 4


def test_a_weak_reference_does_not_count() -> None:
    record = b"\x80\x03N." + b"\x80\x03](U\x01wC\x0812345678eQ."
    assert references_of(record, large=0) == referencesf(record) == []


@pytest.mark.parametrize("data", [b"", b"\x80\x03", b"garbage" * 20_000])
def test_a_damaged_record_raises_something(data: bytes) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever its bytes trip
        references_of(data)


@pytest.mark.parametrize("reference", [None, b"short", ("x", None), [], ["w", (b"1234567",)]])
def test_what_refers_to_nothing_is_told(reference: Any) -> None:
    with pytest.raises((ValueError, IndexError)):
        oid_of(reference)
