"""A bounded fuzz run of the guardian: ``make fuzz``, or this file with a number of seconds.

Two sources of methods, one property (``test_accepted.check``): mutants of the adversarial suite,
and the grammar of the property-based test. Both are led by coverage, each for half of the time:
where ``atheris`` is installed (the dependency group ``fuzz``), it counts the branches of the
guardian and of the objects' room that a method reaches, and keeps and mutates further what reaches
new ones. Where it is not, mutants are led by the lines of the guardian, and the grammar is left to
the property-based test.

A method that breaks the property is printed, and the run ends with an exit code other than 0.
"""

from __future__ import annotations

import ast
import copy
import importlib.util
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).parent
CORPUS = [
    HERE.parent / "adversarial" / f"{name}.jsonl" for name in ("escapes", "api", "honest", "steps")
]
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
        while time.monotonic() < ending:
            source = mutant(chance.choice(pool), chance.choice(pool), tested.HOSTILE, chance)
            signal.alarm(LONGEST)
            with reached:
                tested.audit(source)
            outcome = checked(tested, source, bench)
            signal.alarm(0)
            outcomes[outcome] += 1
            rules = frozenset(finding.rule for finding in tested.audit(source).errors)
            if reached.news(outcome, rules):
                pool.append(source)
                outcomes["kept"] += 1
        next(benches, None)
    return outcomes


def checked(tested: Any, source: str, bench: Any) -> str:
    """Return what came of a source; print one that breaks the property."""
    try:
        outcome: str = tested.check(source, bench)
    except BaseException:
        print(f"This method breaks the property:\n\n{source}", flush=True)
        raise
    return outcome


def lead(kind: str, seconds: float, seed: int, folder: Path) -> None:
    """Let atheris lead the mutants or the grammar, in an empty folder. Ends the process."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=["batos.guardian", "batos.objects"]):
        tested = load_property()
        for name in (
            "batos.guardian.running.run",
            "batos.guardian.dialect.facades",
            "batos.objects.space",
        ):
            importlib.import_module(name)
    corpus = folder / "corpus"
    corpus.mkdir()
    bench = next(tested.make_bench(folder))
    options = [
        f"-max_total_time={max(1, int(seconds))}",
        f"-seed={seed % (1 << 31)}",
        f"-artifact_prefix={folder}/",
        f"-timeout={LONGEST}",
        "-max_len=8192",
        "-rss_limit_mb=4096",
        "-verbosity=0",
        "-print_final_stats=1",
    ]
    if kind == "grammar":

        @tested.given(source=tested.methods())
        @tested.settings(deadline=None, database=None)
        def one(source: str) -> None:
            checked(tested, source, bench)

        atheris.Setup([sys.argv[0], *options], one.hypothesis.fuzz_one_input)
        atheris.Fuzz()
        return
    pool = list(seeds())
    for number, source in enumerate(pool):
        (corpus / f"{number:04d}.py").write_text(source, "utf-8", "surrogatepass")

    def mutate(data: bytes, largest: int, seed: int) -> bytes:
        chance = random.Random(seed)
        source = data.decode("utf-8", "replace")
        made = mutant(source, chance.choice(pool), tested.HOSTILE, chance)
        return made.encode("utf-8", "replace")[:largest]

    def run(data: bytes) -> None:
        checked(tested, data.decode("utf-8", "replace"), bench)

    atheris.Setup([sys.argv[0], *options, str(corpus)], run, custom_mutator=mutate)
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    numbers = [float(word) for word in arguments if word.replace(".", "").isdigit()]
    seconds = numbers[0] if numbers else 60.0
    seed = int(numbers[1]) if len(numbers) > 1 else random.randrange(1 << 30)
    kinds = [word.removeprefix("--lead=") for word in arguments if word.startswith("--lead=")]
    if kinds:
        lead(kinds[0], seconds, seed, Path(arguments[-1]))
        return 0
    print(f"seed {seed}, {seconds:g} seconds", flush=True)
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: led by lines", flush=True)
        outcomes = mutate_for(seconds, seed)
        print(", ".join(f"{name} {count}" for name, count in outcomes.most_common()))
        return 0
    codes = []
    for kind in ("mutants", "grammar"):
        print(f"{kind}, led by branches:", flush=True)
        # A process of its own each: a run of atheris ends it.
        command = [sys.executable, "-X", "utf8", __file__, f"--lead={kind}"]
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            done = subprocess.run([*command, str(seconds / 2), str(seed), folder], check=False)
        codes.append(done.returncode)
    return max(map(abs, codes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
