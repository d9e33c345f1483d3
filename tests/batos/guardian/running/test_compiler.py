from __future__ import annotations

from itertools import compress, repeat

import pytest

from batos.errors import AuditRefusedError
from batos.guardian.dialect.budget import Budget
from batos.guardian.running.compiler import Compiler, compile_method


def test_refused_source_is_not_compiled() -> None:
    with pytest.raises(AuditRefusedError):
        compile_method("def m(self):\n    return open('x')\n")


def test_compiled_method_is_remembered() -> None:
    compiler = Compiler(size=2)
    first = compiler.compiled("def a(self):\n    return 1\n")

    assert compiler.compiled("def a(self):\n    return 1\n") is first
    compiler.compiled("def b(self):\n    return 1\n")
    compiler.compiled("def c(self):\n    return 1\n")
    assert compiler.compiled("def a(self):\n    return 1\n") is not first


def test_factory_binds_a_tick() -> None:
    budget = Budget(fuel=1000)
    taken: list[bool] = []
    factory = compile_method(
        "def m(self, n):\n    for i in [1, 2]:\n        n += i\n    return n\n"
    ).factory({"_compress": compress, "_type": type, "_int": int})
    method = factory(
        lambda: taken.append(True) or True, (taken.append(tick) or tick for tick in budget.ticks)
    )

    assert method(None, 1) == 4
    assert len(taken) == 3


def test_line_numbers_are_those_of_the_source() -> None:
    code = compile_method("def m(self, n):\n    x = 1\n\n    return x / n\n")
    method = code.factory({})(lambda: True, repeat(True))

    with pytest.raises(ZeroDivisionError) as caught:
        method(None, 0)
    assert caught.tb.tb_next is not None
    assert caught.tb.tb_next.tb_lineno == 4
