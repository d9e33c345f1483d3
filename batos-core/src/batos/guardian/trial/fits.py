"""Surveys: many proven methods on a few examples at once, inside the child process.

A mission's examples can tell which of a thousand proven methods fits, and which two of them in a
row do. Each call has little fuel; a method that needs more is passed over.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from batos.errors import AuditRefusedError, BatosError
from batos.guardian.running.alarm import Alarm
from batos.guardian.running.compiler import Compiler
from batos.guardian.running.run import GuardedRunner
from batos.objects.message import MessageNotUnderstood
from batos.objects.method import Method
from batos.objects.names import check_slot_name
from batos.objects.sameness import fulfils, same
from batos.objects.space import Epoch, Space
from batos.objects.uvm import UvmObject, install_method, slots_of

__all__ = ["prepare", "run_survey"]

_FUEL = 50_000
_SECONDS = 0.2
_FEW = 3
"""Arguments are tried in every order up to this many."""


def prepare(request: Mapping[str, Any], compiler: Compiler) -> None:
    """Compile a survey's methods before the fork, so that the next survey finds them ready."""
    for source in request["sources"]:
        _compiled(source, compiler)


def _compiled(source: str, compiler: Compiler) -> Method | None:
    try:
        verdict = compiler.compiled(source).verdict
    except AuditRefusedError:
        return None
    return Method(
        selector=verdict.selector,
        source=source,
        signature=verdict.signature,
        mutator=verdict.mutator,
    )


def run_survey(
    request: Mapping[str, Any], emit: Callable[[dict[str, Any]], None], compiler: Compiler
) -> None:
    """Report which methods make all examples true, and which pairs of them do.

    Args:
        request: ``sources``, ``examples``, ``pairs`` (lists of outer and of inner positions) and
            ``seed``.
        emit: Takes the one report.
        compiler: Has compiled the sources before the fork.
    """
    runner = GuardedRunner(
        seed=request["seed"],
        fuel=_FUEL,
        seconds=_SECONDS,
        compiler=compiler,
        alarm=Alarm.here(),
    )
    methods = [_compiled(source, compiler) for source in request["sources"]]
    examples = request["examples"]
    fits = []
    for index, method in enumerate(methods):
        if method is None:
            continue
        for order in _orders(examples):
            if all(_true(runner, method, example, order) for example in examples):
                fits.append([index, list(order)])
                break
    pairs = [] if fits else list(_pairs(runner, methods, request["pairs"], examples))
    emit({"case": 0, "fits": fits, "pairs": pairs})


def _orders(examples: list[dict[str, Any]]) -> Iterator[tuple[int, ...]]:
    count = max((len(example.get("args", ())) for example in examples), default=0)
    if count <= _FEW:
        yield from itertools.permutations(range(count))
    else:
        yield tuple(range(count))


def _true(
    runner: GuardedRunner, method: Method, example: Mapping[str, Any], order: tuple[int, ...]
) -> bool:
    receiver = _receiver(runner, method, example.get("state", {}))
    return all(
        _holds(receiver, method, call, order) for call in (*example.get("earlier", ()), example)
    )


def _holds(
    receiver: UvmObject, method: Method, call: Mapping[str, Any], order: tuple[int, ...]
) -> bool:
    args = call.get("args", ())
    if len(args) == len(order):
        # order[i] is the parameter that the i-th argument is meant for.
        placed: list[Any] = [None] * len(args)
        for position, parameter in enumerate(order):
            placed[parameter] = args[position]
        args = placed
    try:
        # Other methods are not known here: what needs them is tried as a candidate of its own.
        value = receiver.send(
            call.get("selector") or method.selector, *args, **call.get("kwargs", {})
        )
    except (BatosError, MessageNotUnderstood) as problem:
        return bool(call.get("raises")) and getattr(problem, "kind", "") == call["raises"]
    if call.get("raises"):
        return False
    if "result" in call and not same(call["result"], value):
        return False
    return "after" not in call or fulfils(call["after"], slots_of(receiver))


def _receiver(runner: GuardedRunner, method: Method, state: Mapping[str, Any]) -> UvmObject:
    receiver = UvmObject()
    receiver._v_space = Space(Epoch(), runner)
    for name, value in state.items():
        # Attributes of the storage and of the kernel are no slots, though they could be set.
        setattr(receiver, check_slot_name(name), value)
    install_method(receiver, method)
    return receiver


def _pairs(
    runner: GuardedRunner,
    methods: list[Method | None],
    pairs: Mapping[str, list[int]],
    examples: list[dict[str, Any]],
) -> Iterator[list[int]]:
    # Many methods give the same on a few examples; what stands behind them is tried once.
    answering: dict[str, list[int]] = {}
    for inner in pairs.get("inner", ()):
        between = _values(runner, methods[inner], [each.get("args", ()) for each in examples])
        if between is None:
            continue
        shown = repr(between)
        if shown not in answering:
            answering[shown] = [
                outer
                for outer in pairs.get("outer", ())
                if _answers(runner, methods[outer], between, examples)
            ]
        for outer in answering[shown]:
            if outer != inner:
                yield [outer, inner]


def _values(runner: GuardedRunner, method: Method | None, arguments: list[Any]) -> list[Any] | None:
    if method is None:
        return None
    found = []
    for args in arguments:
        try:
            found.append(_receiver(runner, method, {}).send(method.selector, *args))
        except (BatosError, MessageNotUnderstood):
            return None
    return found


def _answers(
    runner: GuardedRunner,
    method: Method | None,
    between: list[Any],
    examples: list[dict[str, Any]],
) -> bool:
    if method is None:
        return False
    for value, example in zip(between, examples, strict=True):
        try:
            answer = _receiver(runner, method, {}).send(method.selector, value)
        except (BatosError, MessageNotUnderstood):
            return False
        if not same(example["result"], answer):
            return False
    return True
