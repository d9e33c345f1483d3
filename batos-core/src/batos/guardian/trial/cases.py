"""Carrying out the cases of a trial, inside the child process.

The child is disposable: whatever happens here, the parent learns of it by what was reported, and
by what was not.
"""

from __future__ import annotations

import copy
import datetime as dt
import time
from collections.abc import Callable, Mapping
from typing import Any

from batos.errors import AuditRefusedError, BudgetExceededError, MethodError, SlotError
from batos.guardian.audit.audit import audit
from batos.guardian.dialect.clock import Clock
from batos.guardian.running.alarm import Alarm
from batos.guardian.running.compiler import Compiler
from batos.guardian.running.run import GuardedRunner
from batos.guardian.trial.tagged import NotPlainError, dumps, encode
from batos.objects.message import MessageNotUnderstood
from batos.objects.method import Method
from batos.objects.names import check_slot_name
from batos.objects.plain import ensure_plain
from batos.objects.sameness import fulfils, same
from batos.objects.space import Epoch, Space
from batos.objects.uvm import UvmObject, install_method, slots_of

__all__ = ["run_cases"]

_REPR = 2_000


class _WatchedRunner(GuardedRunner):
    """A runner that notes whether any method that it ran may change its receiver."""

    mutated = False
    printed = ""

    def run(
        self, method: Method, receiver: UvmObject, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> Any:
        self.mutated = self.mutated or method.mutator
        return super().run(method, receiver, args, kwargs)


def run_cases(request: Mapping[str, Any], emit: Callable[[dict[str, Any]], None]) -> None:
    """Run a method on its examples and report each as it is done.

    Args:
        request: ``source``, ``methods``, ``cases`` (pairs of number and example), ``state``,
            ``fuel``, ``seconds``, ``seed`` and ``clock``.
        emit: Takes one report a case, or one with an ``error`` when nothing can be run.
    """
    compiler = Compiler()
    try:
        methods = [_method(source) for source in request["methods"].values()]
        method = _method(request["source"])
        compiler.compiled(request["source"])
    except AuditRefusedError as problem:
        emit({"error": problem.message})
        return
    alarm = Alarm.here()
    for number, example in request["cases"]:
        emit({"start": number})
        runner = _WatchedRunner(
            clock=_clock(request["clock"]),
            seed=request["seed"],
            fuel=request["fuel"],
            seconds=request["seconds"],
            compiler=compiler,
            alarm=alarm,
        )
        runner.on_printed = lambda text, runner=runner: setattr(runner, "printed", text)
        report = _run_case(runner, method, methods, request["state"], example)
        emit({"case": number, **report})


def _clock(text: str | None) -> Clock | None:
    if not text:
        return None
    moment = dt.datetime.fromisoformat(text)
    return lambda: moment


def _method(source: str) -> Method:
    verdict = audit(source)
    verdict.raise_if_refused()
    return Method(
        selector=verdict.selector,
        source=source,
        signature=verdict.signature,
        doc=verdict.doc,
        mutator=verdict.mutator,
    )


def _receiver(
    runner: GuardedRunner, method: Method, methods: list[Method], state: Mapping[str, Any]
) -> UvmObject:
    """Return a receiver with its state, on a prototype that holds the other methods."""
    space = Space(Epoch(), runner)
    prototype = UvmObject()
    prototype._v_space = space
    for other in methods:
        if other.selector != method.selector:
            install_method(prototype, other)
    receiver = UvmObject(parents=(prototype,))
    receiver._v_space = space
    for name, value in state.items():
        # Attributes of the storage and of the kernel are no slots, though they could be set.
        setattr(receiver, check_slot_name(name), value)
    install_method(receiver, method)
    return receiver


def _run_case(
    runner: _WatchedRunner,
    method: Method,
    methods: list[Method],
    state: Mapping[str, Any],
    example: Mapping[str, Any],
) -> dict[str, Any]:
    try:
        # A copy: the next example must not find what this one has done to a list in place.
        given = {**copy.deepcopy(dict(state)), **example.get("state", {})}
        receiver = _receiver(runner, method, methods, given)
    except SlotError as problem:
        return {"outcome": "unplain", "error_type": "SlotError", "error_text": problem.message}
    calls = [*example.get("earlier", ()), example]
    results: list[Any] = []
    for number, call in enumerate(calls):
        report = _run_call(runner, receiver, method, call)
        report |= {"call": number, "results": results}
        if report["outcome"] in ("ok", "wrong"):
            results.append(report["result"] if "result" in report else report.get("shown"))
        if number + 1 < len(calls) and not _goes_on(report, call):
            break
    return report


def _goes_on(report: dict[str, Any], call: Mapping[str, Any]) -> bool:
    """Return whether a call came out so that the next one may follow."""
    if report["outcome"] == "raised" and call.get("raises"):
        after = report.get("state_after", {})
        return call["raises"] == report["error_type"] and fulfils(call.get("after", {}), after)
    return bool(report["outcome"] == "ok")


def _run_call(
    runner: _WatchedRunner, receiver: UvmObject, method: Method, example: Mapping[str, Any]
) -> dict[str, Any]:
    before = _slot_digests(receiver)
    started = time.perf_counter()
    report = _call(receiver, method, example)
    report["seconds"] = time.perf_counter() - started
    report["printed"] = runner.printed
    after = _slot_digests(receiver)
    changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    report["changed"] = changed
    try:
        # Slots that were assigned have been checked; what was put into their lists has not.
        for name, value in slots_of(receiver).items():
            ensure_plain(value, name)
    except (SlotError, RecursionError) as problem:
        report |= {"outcome": "unplain", "error_type": "SlotError", "error_text": str(problem)}
        report.pop("value", None)
        return report
    report["state_after"] = {name: _shown(value) for name, value in slots_of(receiver).items()}
    if report["outcome"] == "returned":
        _judge(report, example, slots_of(receiver))
        if changed and not runner.mutated:
            report |= {
                "outcome": "covenant",
                "error_text": f"It changed {', '.join(changed)} without `self._p_changed = True`.",
            }
    report.pop("value", None)
    return report


def _call(receiver: UvmObject, method: Method, example: Mapping[str, Any]) -> dict[str, Any]:
    try:
        value = receiver.send(
            example.get("selector") or method.selector,
            *example.get("args", ()),
            **example.get("kwargs", {}),
        )
        encode(value)
        return {"outcome": "returned", "value": value, "result": value}
    except NotPlainError:
        # An object of the image is a proper result, but only its text leaves the child.
        return {"outcome": "returned", "value": value, "shown": repr(value)[:_REPR]}
    except BudgetExceededError as problem:
        return {"outcome": "breach", "error_text": f"It was stopped: {problem.details['reason']}."}
    except MethodError as problem:
        outcome = "unplain" if problem.kind == "ResultError" else "raised"
        return {"outcome": outcome, "error_type": problem.kind, "error_text": problem.text}
    except (MessageNotUnderstood, SlotError) as problem:
        return {
            "outcome": "raised",
            "error_type": type(problem).__name__,
            "error_text": str(problem)[:_REPR],
        }
    except Exception as problem:
        return {
            "outcome": "raised",
            "error_type": type(problem).__name__,
            "error_text": str(problem)[:_REPR],
        }


def _shown(value: Any) -> Any:
    """Return a slot's value, or the text of one that holds objects of the image."""
    try:
        encode(value)
    except NotPlainError:
        return repr(value)[:_REPR]
    return value


def _judge(report: dict[str, Any], example: Mapping[str, Any], state: dict[str, Any]) -> None:
    """Turn ``returned`` into ``ok`` or ``wrong``."""
    right = not example.get("raises")
    if "result" in example:
        right = right and same(example["result"], report["value"])
    if "after" in example:
        right = right and fulfils(example["after"], state)
    report["outcome"] = "ok" if right else "wrong"


def _slot_digests(receiver: UvmObject) -> dict[str, bytes]:
    """Return each slot's value as bytes, to be compared after the run."""
    digests = {}
    for name, value in slots_of(receiver).items():
        try:
            digests[name] = dumps(_ordered(value))
        except (NotPlainError, RecursionError):  # of what cannot be stored, or holds itself
            digests[name] = repr(value).encode("utf-8", "replace")
    return digests


def _ordered(value: Any) -> Any:
    """Return a value with its sets in a fixed order."""
    if isinstance(value, (set, frozenset)):
        return (type(value).__name__, sorted(map(repr, value)))
    if isinstance(value, dict):
        return {key: _ordered(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_ordered(item) for item in value)
    return value
