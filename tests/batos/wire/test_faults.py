"""Errors over the wire."""

import errno

import pytest

import batos.errors
from batos.errors import (
    BatosError,
    DiskError,
    ExitCode,
    GuardianError,
    MethodError,
    UnknownNameError,
)
from batos.wire import faults
from batos.wire.codec import decode_body, encode_body
from batos.wire.faults import error_from_body, error_to_body


def _over_the_wire(error):
    return error_from_body(decode_body(encode_body(error_to_body(error))))


@pytest.mark.parametrize(
    "cls",
    [
        getattr(module, name)
        for module in (batos.errors, faults)
        for name in module.__all__
        if name.endswith("Error") and name not in ("UnknownNameError", "MethodError", "DiskError")
    ],
)
def test_every_error_keeps_its_class(cls):
    there = _over_the_wire(cls("What happened.", hint="What to do.", details={"a": (1, {2})}))
    assert type(there) is cls
    assert (there.message, there.hint, there.details) == (
        "What happened.",
        "What to do.",
        {"a": [1, [2]]},
    )
    assert there.exit_code == cls.exit_code
    assert str(there) == "What happened."


def test_errors_with_arguments_of_their_own_keep_them():
    here = MethodError("ValueError", "no", hint="h")
    step = {"object": "genesis", "selector": "f", "line": 3}
    here.details |= {**step, "chain": [{**step, "line": 2}, step]}
    there = _over_the_wire(here)
    assert isinstance(there, MethodError)
    assert (there.kind, there.text, there.hint) == ("ValueError", "no", "h")
    assert (there.object, there.selector, there.line) == ("genesis", "f", 3)
    assert [each["line"] for each in there.chain] == [2, 3]
    there = _over_the_wire(UnknownNameError("object", "genisis", ["genesis"]))
    assert isinstance(there, UnknownNameError)
    assert there.hint == "Did you mean 'genesis'?"
    here = DiskError(OSError(errno.ENOSPC, "No space left on device", "image.fs"))
    there = _over_the_wire(here)
    assert isinstance(there, DiskError)
    assert (there.message, there.hint) == (here.message, here.hint)


def test_codes_are_unique():
    names = [(module, name) for module in (batos.errors, faults) for name in module.__all__]
    ours = [getattr(module, name) for module, name in names if name.endswith("Error")]
    assert len({cls.code for cls in ours}) == len(ours)


def test_an_unknown_code_becomes_its_nearest_ancestor():
    there = error_from_body({"code": "guardian.new.thing", "message": "m", "exit_code": 1})
    assert type(there) is GuardianError
    assert there.code == "guardian.new.thing"
    there = error_from_body({"code": "elsewhere", "message": "m", "exit_code": 5})
    assert type(there) is BatosError
    assert there.exit_code is ExitCode.PLUGIN


def test_an_error_that_is_none_is_still_an_error():
    assert error_from_body({"nonsense": 1}).code == "protocol.malformed"
