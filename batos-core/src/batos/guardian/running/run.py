"""Running learned methods in a worker, under one budget for each top-level send."""

from __future__ import annotations

import datetime as dt
import random
import re
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batos.errors import BatosError, BudgetExceededError, MethodError, SlotError
from batos.guardian.dialect import MAX_ITEMS
from batos.guardian.dialect.budget import FUEL, SECONDS, Breach, Budget, running
from batos.guardian.dialect.clock import Clock, local_clock
from batos.guardian.dialect.formatting import without_addresses
from batos.guardian.dialect.measure import bounded, weigh
from batos.guardian.dialect.namespace import make_namespace
from batos.guardian.running.alarm import Alarm
from batos.guardian.running.backtrace import (
    Activation,
    activation_of,
    backtrace,
    called_from,
    located,
    misfit,
    trail_of,
)
from batos.guardian.running.compiler import Compiler, Factory
from batos.objects.message import MessageNotUnderstood
from batos.objects.plain import ensure_plain, is_plain
from batos.objects.uvm import slots_of

if TYPE_CHECKING:
    from batos.objects.method import Method
    from batos.objects.uvm import UvmObject

__all__ = ["GuardedRunner", "plain_result"]

_TEXT = 500
_LOCAL = re.compile(r"\b\w+\.<locals>\.")
"""How Python qualifies the name of a function inside of a method."""
_ENDLESS = "Look for a loop that does not end, or give it less to do."
_LARGE = "Give it smaller values, or less to do at once."
_WORD = 1 << 63
_CONTAINER = 20
"""Items that a container counts for, however few it has."""
_FIXED_SIZE = frozenset({type(None), bool, float, dt.datetime, dt.date})
_LISTED: Any = (
    *(list, deque, range, map, filter, zip, enumerate),
    *(type({}.keys()), type({}.values()), type({}.items())),
    *(type(reversed([])), type(iter([])), type(iter(()))),
)
"""What leaves a method as a list."""


class _Current(threading.local):
    """The budget of the send that this thread is carrying out, if any, and one for the next."""

    budget: Budget | None = None
    spare: Budget | None = None
    borrowed = False


class GuardedRunner:
    """Runs methods for :class:`batos.objects.space.Space`.

    Safe to share between threads: budgets belong to threads, the rest does not change.

    Args:
        clock: Gives methods the date and time; the computer's local time by default.
        seed: Seeds the chance that methods see; fresh by default.
        fuel: Steps of a top-level send.
        seconds: Wall-clock time of a top-level send.
        passthrough: Exceptions of the storage (conflicts to be retried) that cross unchanged.
        compiler: Has compiled methods before; a new one by default.
        alarm: Interrupts slow steps, where the runner works in the process's main thread.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        seed: int | None = None,
        fuel: int = FUEL,
        seconds: float = SECONDS,
        *,
        passthrough: tuple[type[BaseException], ...] = (),
        compiler: Compiler | None = None,
        alarm: Alarm | None = None,
    ) -> None:
        self.fuel = fuel
        self.seconds = seconds
        self._unchanged: tuple[type[BaseException], ...] = (MessageNotUnderstood, *passthrough)
        self._compiler = compiler or Compiler()
        self._alarm = alarm
        self._current = _Current()
        self._factories: OrderedDict[str, Factory] = OrderedDict()
        self._lock = threading.Lock()
        source = random.Random(seed)  # noqa: S311 - chance for methods, not for secrets
        self._namespace = make_namespace(clock or local_clock, source, self._print)
        self.on_printed: Callable[[str], None] | None = None

    def run(
        self,
        method: Method,
        receiver: UvmObject,
        args: tuple[Any, ...],
        kwargs: Mapping[str, Any],
    ) -> Any:
        """Return what a method returns: plain data, or objects of the image.

        Inside another method's run the call shares its budget, and errors stay as they are
        raised; at the border of the top-level send they become plain.

        Raises:
            MessageNotUnderstood: The method sent a message that nobody understands.
            MethodError: The method raised, or returned what cannot leave it.
            BudgetExceededError: Fuel, time or a size limit ran out.
            AuditRefusedError: The guardian does not accept the source (any more).
        """
        current = self._current
        budget = current.budget
        if budget is not None:
            return self._bound(method.source, budget)(receiver, *args, **kwargs)
        outer = running.budget
        budget = running.budget = current.budget = self._fresh(current)
        current.borrowed = False
        alarm = self._alarm
        try:
            if alarm is not None:
                alarm.start(budget, self.seconds)
            result = self._bound(method.source, budget)(receiver, *args, **kwargs)
            kind = type(result)
            if kind not in _FIXED_SIZE and not (kind is int and -_WORD < result < _WORD):
                result = _checked(result)
            # Loops end in silence when the ticks have ended; this one does not.
            budget.tick()
            if alarm is not None:
                alarm.stop()
        except BatosError as problem:
            sent = activation_of(receiver, method.selector)
            located(problem, backtrace(problem) or [sent])
            raise
        except self._unchanged:
            raise
        except (Exception, Breach) as problem:
            failure = self._failure(problem, budget, activation_of(receiver, method.selector))
        else:
            if not budget.breach:
                return result
            failure = _exceeded(budget.breach, [activation_of(receiver, method.selector)], _ENDLESS)
        finally:
            if alarm is not None:
                alarm.stop()
            current.budget = None
            running.budget = outer
            if budget.printed and self.on_printed is not None:
                self.on_printed(budget.printed)
        raise failure

    def _fresh(self, current: _Current) -> Budget:
        # A budget refers to itself; one made for each send would be work for the collector.
        budget = current.spare
        if budget is None:
            budget = current.spare = Budget(self.fuel, self.seconds)
        else:
            budget.renew(self.seconds)
        return budget

    def bound(self, method: Method) -> Callable[..., Any] | None:
        """Return a method bound to the budget of this thread's run, or None if nothing runs.

        Raises:
            AuditRefusedError: The guardian does not accept the source (any more).
        """
        budget = self._current.budget
        return None if budget is None else self._bound(method.source, budget)

    def stop(self, reason: str) -> None:
        """Use up the budget of this thread's run.

        Raises:
            Breach: Always while something runs.
        """
        budget = self._current.budget
        if budget is not None:
            budget.stop(reason)

    def borrowed(self) -> bool:
        """Whether a method may have changed what it was given, in this thread's latest run."""
        return self._current.borrowed

    @staticmethod
    def _failure(problem: BaseException, budget: Budget, sent: Activation) -> BatosError:
        """Return what crosses the border for what was raised behind it."""
        if isinstance(problem, StopIteration) or isinstance(problem.__cause__, StopIteration):
            budget.notice_end()
        running = backtrace(problem)
        if budget.breach:
            return _exceeded(budget.breach, running or [sent], _ENDLESS)
        if isinstance(problem, (Breach, MemoryError)):
            reason = str(problem) if isinstance(problem, Breach) else "it used too much memory"
            return _exceeded(reason, running or [sent], _LARGE)
        return _method_error(problem, running, sent)

    def _bound(self, source: str, budget: Budget) -> Callable[..., Any]:
        """Return a method bound to a budget's tick."""
        bound = budget.bound.get(source)
        if bound is None:
            factory = self._factories.get(source)
            if factory is None:
                factory = self._factory(source)
            bound = budget.bound[source] = factory(budget.tick, budget.ticks)
        return bound

    def _factory(self, source: str) -> Factory:
        compiled = self._compiler.compiled(source)
        made = compiled.factory(self._namespace)
        if compiled.verdict.mutator:
            made = _checking(made, compiled.verdict.changes)
        if compiled.verdict.borrows:
            made = self._borrowing(made)
        with self._lock:
            self._factories[source] = made
            while len(self._factories) > 4096:
                self._factories.popitem(last=False)
        return made

    def _borrowing(self, factory: Factory) -> Factory:
        """Return a factory of methods that are noted when they run."""
        current = self._current

        def bind(tick: Callable[[], bool], ticks: Iterator[bool]) -> Callable[..., Any]:
            method = factory(tick, ticks)

            def call(receiver: UvmObject, /, *args: Any, **kwargs: Any) -> Any:
                current.borrowed = True
                return method(receiver, *args, **kwargs)

            return call

        return bind

    def _print(self, text: str) -> None:
        budget = self._current.budget
        if budget is not None:
            budget.print(text)


def _checking(factory: Factory, changes: tuple[str, ...]) -> Factory:
    """Return a factory of methods that leave nothing but plain data in the slots they change.

    A slot that is assigned is checked there. What is put into its list is not, and would be
    found only by the commit, far from the culprit, or not at all: iterators can be pickled.

    Args:
        factory: Binds the method.
        changes: Names of the slots that it may change; empty when that is not known.
    """

    def bind(tick: Callable[[], bool], ticks: Iterator[bool]) -> Callable[..., Any]:
        method = factory(tick, ticks)

        def call(receiver: UvmObject, /, *args: Any, **kwargs: Any) -> Any:
            result = method(receiver, *args, **kwargs)
            slots = slots_of(receiver)
            for name in changes or slots:
                if type(value := slots.get(name)) not in _FIXED_SIZE:
                    ensure_plain(value, name)
            return result

        return call

    return bind


def plain_result(value: Any) -> Any:
    """Return a result as plain data: views and iterators as lists, counters as dicts.

    Raises:
        SlotError: It is too large: a list that holds another one twice, forty times over, has
            more items than can be counted.
        RecursionError: It is nested too deeply.
    """
    left = MAX_ITEMS

    def plain(value: Any) -> Any:
        nonlocal left
        if left < 0:
            raise SlotError("The result is too large.")
        if isinstance(value, dict):
            left -= len(value) + _CONTAINER
            made: Any = {key: plain(item) for key, item in value.items()}
        elif isinstance(value, _LISTED):
            items = bounded(value)
            left -= len(items) + _CONTAINER
            made = [plain(item) for item in items]
        elif isinstance(value, tuple):
            left -= len(value) + _CONTAINER
            made = tuple(plain(item) for item in value)
        else:
            return value
        return made

    return plain(value)


def _checked(result: Any) -> Any:
    """Return a result that is plain, or can be made so.

    Raises:
        MethodError: It cannot.
    """
    if is_plain(result):
        return result
    try:
        plain = plain_result(result)
        ensure_plain(plain, "result")
    except SlotError as problem:
        raise MethodError("ResultError", problem.message, hint=problem.hint) from None
    except RecursionError:
        raise MethodError("ResultError", "The result is nested too deeply.") from None
    return plain


def _method_error(
    problem: BaseException, running: Sequence[Activation], sent: Activation
) -> MethodError:
    """Return type, text and place of an error; itself it stays behind, with its frames."""
    callee, wrong = misfit(problem) or (None, "")
    if not wrong:
        text = _text_of(problem)
    elif running:
        text = f"{callee or 'a function'} {wrong}"
    else:
        # Its first line has the parameters.
        text, running = f"it {wrong}", [replace(callee or sent, line=1)]
    error = MethodError(type(problem).__name__, text)
    located(error, running or [sent])
    return error


def _text_of(problem: BaseException) -> str:
    try:
        weigh(problem)
        text = _LOCAL.sub("", without_addresses(str(problem)))
    except Breach:
        text = "(its text is too long)"
    except Exception:  # an argument of the error whose text cannot be had
        text = ""
    return f"{text[: _TEXT - 1]}…" if len(text) > _TEXT else text


def _exceeded(reason: str, running: Sequence[Activation], hint: str) -> BudgetExceededError:
    place = running[-1]
    return BudgetExceededError(
        f"{place}{',' if place.line else ''} was stopped: {reason}.",
        hint=called_from(running, hint),
        details={"reason": reason, **trail_of(running)},
    )
