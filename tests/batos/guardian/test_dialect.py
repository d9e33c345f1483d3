from __future__ import annotations

import builtins
import random

import pytest

from batos.guardian.dialect import FACADES, INSPECTION, OFFERED, TYPE_ATTRIBUTES, describe
from batos.guardian.dialect.clock import local_clock
from batos.guardian.dialect.facade import Facade
from batos.guardian.dialect.namespace import make_namespace


@pytest.fixture(scope="module")
def names() -> dict[str, object]:
    return make_namespace(local_clock, random.Random(1), lambda text: None)


def test_every_offered_name_exists_and_nothing_else(names: dict[str, object]) -> None:
    public = {name for name in names if not name.startswith("_")}

    assert public == OFFERED


@pytest.mark.parametrize("name", sorted(FACADES))
def test_facade_offers_exactly_its_list(name: str, names: dict[str, object]) -> None:
    found = names[name]

    assert all(hasattr(found, member) for member in FACADES[name])
    if isinstance(found, Facade):
        assert {member for member in dir(found) if not member.startswith("_")} == FACADES[name]


def test_facades_take_no_attributes(names: dict[str, object]) -> None:
    for name, value in names.items():
        if isinstance(value, Facade):
            with pytest.raises((AttributeError, TypeError)):
                value.extra = 1  # type: ignore[attr-defined]
            assert not hasattr(value, "__dict__"), name


def test_type_attributes_exist() -> None:
    for name, attributes in TYPE_ATTRIBUTES.items():
        kind = getattr(builtins, name)
        assert all(hasattr(kind, attribute) for attribute in attributes), name


def test_inspection_covers_frames_generators_and_code() -> None:
    assert {"gi_frame", "cr_frame", "f_globals", "tb_frame", "co_code", "ag_frame"} <= INSPECTION


def test_no_builtins_are_left(names: dict[str, object]) -> None:
    assert not {"open", "eval", "exec", "getattr", "type", "object", "vars"} & set(names)


def test_description_names_every_module() -> None:
    text = describe()

    assert all(name in text for name in OFFERED)
