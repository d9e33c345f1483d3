"""The tree of errors, as its docstring draws it."""

from __future__ import annotations

import errno
import os
import re

import pytest

from batos import errors
from batos.errors import (
    BatosError,
    DiskError,
    ExitCode,
    MethodError,
    UnknownNameError,
    UsageError,
    near,
)

ALL = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, BatosError)
]


def _drawn() -> dict[str, tuple[int, int]]:
    """Return depth and exit code of each class in the docstring's drawing."""
    rows = re.findall(r"^ {4}([ │├└─]*)(\w+Error)\s+(\d+)", errors.__doc__ or "", re.MULTILINE)
    return {name: (len(indent) // 4, int(code)) for indent, name, code in rows}


def test_the_drawing_is_the_tree() -> None:
    drawn = _drawn()
    assert set(drawn) == {error.__name__ for error in ALL}
    for error in ALL:
        depth = error.__mro__.index(BatosError)
        assert drawn[error.__name__] == (depth, error.exit_code), error


def test_everything_is_exported() -> None:
    assert {error.__name__ for error in ALL} | {"ExitCode", "near"} == set(errors.__all__)
    assert errors.__all__ == sorted(errors.__all__)


def test_codes_are_stable_names_of_one_error_each() -> None:
    codes = [error.code for error in ALL]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]+(\.[a-z_]+)*", code) for code in codes)


@pytest.mark.parametrize("error", ALL)
def test_every_error_has_a_code_of_its_own_and_an_exit_code(error: type[BatosError]) -> None:
    assert "code" in vars(error)
    assert isinstance(error.exit_code, ExitCode)
    assert error.exit_code != ExitCode.OK
    assert error.__doc__


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO])
def test_an_error_of_the_disk_is_told_and_is_no_bug(number: int) -> None:
    fault = OSError(number, os.strerror(number), "/run/.draft.77")
    assert DiskError.fits(fault)
    assert DiskError(fault).message == f"'/run' cannot be used: {os.strerror(number)}."
    assert DiskError(OSError(number, "It is so")).message == "A file cannot be written: It is so."
    assert ("room" in DiskError(fault).hint) == (number == errno.ENOSPC)
    assert not DiskError.fits(FileNotFoundError(errno.ENOENT, "gone"))
    assert not DiskError.fits(ValueError())


def test_an_error_has_a_message_a_hint_and_details() -> None:
    error = BatosError("It is so.", hint="Do this.", details={"a": 1})
    assert (str(error), error.message, error.hint) == ("It is so.", "It is so.", "Do this.")
    assert error.details == {"a": 1}
    assert BatosError("x").details == {}
    assert BatosError("x").hint == ""


def test_an_unknown_name_suggests_the_nearest() -> None:
    error = UnknownNameError("object", "genisis", ["genesis", "robin"], hint="List them.")
    assert isinstance(error, UsageError)
    assert str(error) == "There is no object named 'genisis'."
    assert error.hint == "Did you mean 'genesis'? List them."
    assert error.details == {"kind": "object", "name": "genisis"}
    assert UnknownNameError("object", "zzz", ["genesis"]).hint == ""


def test_an_error_of_a_method_is_type_text_and_place_only() -> None:
    error = MethodError("ValueError", "bad item", hint="Give a good one.")
    assert str(error) == "ValueError: bad item"
    assert (error.kind, error.text, error.hint) == ("ValueError", "bad item", "Give a good one.")
    assert error.details == {"type": "ValueError", "text": "bad item"}
    assert (error.object, error.selector, error.line, error.chain) == ("", "", 0, [])
    assert str(MethodError("KeyError", "")) == "KeyError"


def test_a_name_of_any_length_is_told_in_a_line() -> None:
    error = UnknownNameError("object", "x" * 100_000)
    assert len(error.message) < 300
    assert error.details["name"] == "x" * 100_000


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("genisis", ["genesis"], "Did you mean 'genesis'?"),
        ("a", iter(["abc", "ab"]), "Did you mean 'ab'?"),
        ("zzz", ["genesis"], ""),
        ("", ["genesis"], ""),
        ("x", [], ""),
        ("x" * 100_000, ["genesis"], ""),
        ("item_99999", [f"item_{n}" for n in range(5_000)], "Did you mean 'item_999'?"),
        ("genisis", [*(f"item_{n}" for n in range(5_000)), "genesis"], "Did you mean 'genesis'?"),
    ],
)
def test_near_matches(name: str, known: list[str], said: str) -> None:
    assert near(name, known) == said
