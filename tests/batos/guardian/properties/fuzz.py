"""A bounded fuzz run of the guardian: ``make fuzz``, or this file with a number of seconds.

Two sources of methods, one property (``test_accepted.check``): the grammar of the property-based
test, and mutants of the adversarial suite. Mutants that make something new happen are kept and
mutated further; "new" is a combination of outcome, rules that spoke, and lines of the guardian
that were reached. With ``atheris`` installed, ``--atheris`` lets it lead the grammar by the
coverage of branches instead.
"""

from __future__ import annotations

import ast
import copy
import importlib.util
import itertools
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).parent
CORPUS = [HERE.parent / "adversarial" / f"{name}.jsonl" for name in ("escapes", "api", "honest")]
LONGEST = 20
"""Seconds for one source: what takes longer hangs in a single step of C code."""


def load_property() -> Any:
    spec = importlib.util.spec_from_file_location("test_accepted", HERE / "test_accepted.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seeds() -> Iterator[str]:
    for file in CORPUS:
        for line in file.read_text("utf-8").splitlines():
            code = json.loads(line)["code"]
            if len(code) < 2_000:
                yield code


# -- mutation --------------------------------------------------------------------------------------


def parsed(source: str) -> ast.Module | None:
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def mutant(source: str, other: str, hostile: list[str], chance: random.Random) -> str:
    """Return a source with one to three parts replaced by parts of another, or hostile ones."""
    tree, donor = parsed(source), parsed(other)
    if tree is None or donor is None:
        return source
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.5:
            _replace_expression(tree, donor, hostile, chance)
        else:
            _replace_statement(tree, donor, chance)
    try:
        return ast.unparse(ast.fix_missing_locations(tree)) + "\n"
    except (ValueError, RecursionError, AttributeError, TypeError):
        return source  # a tree that no source has


def _replace_expression(
    tree: ast.Module, donor: ast.Module, hostile: list[str], chance: random.Random
) -> None:
    places = [
        (parent, field, index)
        for parent in ast.walk(tree)
        for field, value in ast.iter_fields(parent)
        for index, item in enumerate(value if isinstance(value, list) else [value])
        if isinstance(item, ast.expr) and isinstance(getattr(item, "ctx", ast.Load()), ast.Load)
    ]
    if not places:
        return
    if chance.random() < 0.2:
        new: ast.expr = ast.parse(chance.choice(hostile), mode="eval").body
    else:
        found = [node for node in ast.walk(donor) if isinstance(node, ast.expr)]
        if not found:
            return
        new = copy.deepcopy(chance.choice(found))
        for node in ast.walk(new):
            if hasattr(node, "ctx"):
                node.ctx = ast.Load()
    parent, field, index = chance.choice(places)
    value = getattr(parent, field)
    if isinstance(value, list):
        value[index] = new
    else:
        setattr(parent, field, new)


def _replace_statement(tree: ast.Module, donor: ast.Module, chance: random.Random) -> None:
    bodies = [
        value
        for node in ast.walk(tree)
        if not isinstance(node, ast.Module)
        for _, value in ast.iter_fields(node)
        if isinstance(value, list) and value and isinstance(value[0], ast.stmt)
    ]
    found = [
        node for node in ast.walk(donor) if isinstance(node, ast.stmt) and node not in donor.body
    ]
    if not bodies or not found:
        return
    body, new = chance.choice(bodies), copy.deepcopy(chance.choice(found))
    place = chance.randrange(len(body) + 1)
    if place < len(body) and chance.random() < 0.4:
        body[place] = new
    else:
        body.insert(place, new)


# -- guidance --------------------------------------------------------------------------------------


class Reached:
    """Notes which lines of the guardian a source reaches."""

    def __init__(self) -> None:
        self.known: set[Any] = set()
        self._now: set[Any] = set()

    def __enter__(self) -> Reached:
        self._now = set()
        sys.settrace(self._enter)
        return self

    def __exit__(self, *_details: object) -> None:
        sys.settrace(None)

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        return self._line if "guardian" in name and "tests" not in name else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        self._now.add((frame.f_code.co_name, frame.f_lineno))
        return self._line

    def news(self, *signature: Any) -> bool:
        """Whether the last source reached a line, or came to an end, that none did before."""
        found = {*self._now, signature}
        new = not found <= self.known
        self.known |= found
        return new


def mutate_for(seconds: float, seed: int) -> Counter[str]:
    """Run mutants for some seconds; raise AssertionError for one that breaks the property."""
    tested = load_property()
    chance = random.Random(seed)
    pool = list(seeds())
    reached, outcomes = Reached(), Counter[str]()
    ending = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        benches = tested.make_bench(Path(folder))
        bench = next(benches)
        for number in itertools.count():
            if time.monotonic() > ending:
                break
            source = mutant(chance.choice(pool), chance.choice(pool), tested.HOSTILE, chance)
            signal.alarm(LONGEST)
            # Lines are looked at only now and then: that makes a source ten times slower.
            if number % 4 == 0:
                with reached:
                    tested.audit(source)
            outcome = tested.check(source, bench)
            signal.alarm(0)
            outcomes[outcome] += 1
            rules = frozenset(finding.rule for finding in tested.audit(source).errors)
            if reached.news(outcome, rules):
                pool.append(source)
                outcomes["kept"] += 1
        next(benches, None)
    return outcomes


def lead_by_coverage(seconds: float) -> None:
    """Let atheris lead the grammar. Ends the process."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["batos.guardian"]):
        tested = load_property()
        importlib.import_module("batos.guardian.run")
    with tempfile.TemporaryDirectory() as folder:
        benches = tested.make_bench(Path(folder))
        bench = next(benches)

        @tested.given(source=tested.methods())
        @tested.settings(deadline=None, database=None)
        def one(source: str) -> None:
            tested.check(source, bench)

        atheris.Setup(
            [sys.argv[0], f"-max_total_time={int(seconds)}", "-max_len=8192", "-timeout=30"],
            one.hypothesis.fuzz_one_input,
        )
        atheris.Fuzz()


def main(arguments: list[str]) -> int:
    numbers = [float(word) for word in arguments if word.replace(".", "").isdigit()]
    seconds = numbers[0] if numbers else 60.0
    if "--atheris" in arguments:
        lead_by_coverage(seconds)
        return 0
    seed = int(numbers[1]) if len(numbers) > 1 else random.randrange(1 << 30)
    print(f"seed {seed}, {seconds:g} seconds", flush=True)
    outcomes = mutate_for(seconds, seed)
    print(", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
