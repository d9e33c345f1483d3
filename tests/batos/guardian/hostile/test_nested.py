"""Whatever is offered, a quarter of a million deep: nothing ends the process.

CPython walks some of its structures by recursion in C, when they are freed, hashed or compared.
The names come from the dialect's own tables, so that what is added to them is tried as well.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from batos.guardian.audit.audit import audit
from batos.guardian.dialect import BUILTINS, EXCEPTIONS, FACADES
from batos.guardian.trial.reports import TrialLimits
from batos.guardian.trial.trial import Trial
from batos.objects.example import Example

DEPTH = 250_000
NAMES = [
    *sorted({*BUILTINS, *EXCEPTIONS, *FACADES}),
    *(f"{module}.{name}" for module, names in FACADES.items() for name in sorted(names)),
]
CALLS = """
{f}(x)
{f}([x])
{f}((x,))
{f}(x, x)
{f}([x], x)
{f}(x, [x])
{f}(x, 3)
{f}(lambda *q: x)
{f}(lambda *q: q[0], [x])
{f}({{1: x}})
{f}(lambda *q: q[0])(x)
{f}([[1, x]])
{f}(obj=x)
next(iter({f}([x])))
""".split("\n")[1:-1]
SHAPES = """
[x]
(x,)
{1: x}
(1, x, [x])
{1: x}.items()
iter({1: x}.values())
iter([x])
deque([x])
OrderedDict({1: x})
Counter({1: x})
defaultdict(int, {1: x})
[x].append
lambda: x
list[x]
next(zip([x]))
{1: x}.popitem()
ValueError(x)
self.clone
""".strip().split("\n")
USES = """
return str(x)
return x == [x]
return {x: 1}
return sorted([x, x])
return json.dumps(x)
return copy.deepcopy(x)
return isinstance(1, x)
return x
self.kept = x
return self.send(x)
return self.m(x)
raise ValueError(x)
return "%s" % (x,)
print(x)
return x in {1: 2}
return re.match("a", "a").group(x)
return {1: 2}.get(x)
return (x, 1) in {(1, 2)}
return set([x])
return x < (x, x)
return [1, x].index((1, 2))
""".strip().split("\n")


@pytest.fixture(scope="module")
def roomy_trial() -> Iterator[Trial]:
    limits = TrialLimits(
        fuel=10_000_000,
        seconds=60.0,
        wall_seconds=120.0,
        cpu_seconds=3_600,
        memory_bytes=2 * 1024 * 1024 * 1024,
    )
    with Trial(limits) as running:
        yield running


def outcome(trial: Trial, expression: str, use: str = "return 1", depth: int = DEPTH) -> str:
    """Return what comes of a value that is nested and then used, or an empty text if refused."""
    source = (
        "def m(self, y=None):\n    x = ()\n"
        f"    for i in range({depth}):\n        x = {expression}\n"
        f"    {use}\n    self._p_changed = True\n"
    )
    if not audit(source).accepted:
        return ""
    report = trial.run(source, [Example()])
    return "" if report.error else report.cases[0].outcome


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_result_of_a_function_is_freed(name: str, roomy_trial: Trial) -> None:
    for call in CALLS:
        expression = call.format(f=name)
        if outcome(roomy_trial, expression, depth=3) not in {"", "raised"}:
            assert outcome(roomy_trial, expression) not in {"crashed", "timeout"}, expression


@pytest.mark.long
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("use", USES)
def test_deep_value_is_used(shape: str, use: str, roomy_trial: Trial) -> None:
    assert outcome(roomy_trial, shape, use) not in {"crashed", "timeout"}
