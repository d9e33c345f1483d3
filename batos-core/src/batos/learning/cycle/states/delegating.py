"""DELEGATING: a proven method is better than a new one.

The memory is searched by words, then the examples decide: proven methods are run on them in the
trial child, as they are, with their parameters in another order, with a value from the
mission filled in, with their state under another name, or two of them in a row. The words still
count: the fewer examples there are, the more alike they must be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from batos.errors import UsageError
from batos.learning.candidates import sources
from batos.learning.candidates.proof import Proof, proof_of
from batos.learning.candidates.sources import fingerprint
from batos.learning.cycle.oversight import spared
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import Cause
from batos.learning.model.contract import Contract
from batos.learning.records.remembering import in_order_of_use
from batos.learning.request.drawing import named_by_call
from batos.learning.request.kinds import Kinds, kind_of, kinds_of, may_take
from batos.learning.request.literals import find_literals
from batos.memory import Hit, KnowledgeCatalog, likeness
from batos.memory.words import words_of
from batos.objects import UNSET, source_digest

if TYPE_CHECKING:
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import StateView
    from batos.learning.model.thought import Thought

__all__ = ["delegate"]


_PROVEN = ("method", "recipe")
_FILLED_LIKENESS = 0.12
"""How alike a method must be for a value of the mission to be filled into it."""
_RELATED = 0.1
"""How alike a method must be to be one of two in a row."""
_MOST_RELATED = 120
_YES_OR_NO = re.compile(
    r"\b(?:is|are|has|have|whether|check|checks|if|can|does|do|contains?|any|all|test|valid)\b",
    re.IGNORECASE,
)
_SURE = 0.9
_WORDS_ALONE = (0.95, 0.6)
"""How alike a proven method must be to win alone: the whole mission, and most of it."""
_MOST_SURE = 12
_NEARLY = 0.94
"""The most that the words of a method count without examples, unless they are in order."""
_OFFERED = 3
"""Proven methods that stand beside what is written."""
_COMBINED_LIKENESS = {Proof.STRONG: 0.25, Proof.FAIR: 0.6}
"""How alike two methods in a row must be together, by what the examples prove."""


def delegate(host: Host, thought: Thought, view: StateView) -> str:
    """Look for proven methods; answer ``fits`` when one may be installed, else ``write``."""
    hits = _search(host, thought, int(view.number("tried_hits")))
    thought.contract = named_by_call(thought.wanted, thought.brief)
    thought.hits = tuple(hits[: int(view.number("kept_hits"))])
    host.tell(
        thought,
        "memory",
        ", ".join(str(hit.meta.get("selector")) for hit in thought.hits) or "nothing related",
        state="DELEGATING",
        data={"hits": [[hit.key, round(hit.score, 3)] for hit in hits[:8]]},
    )
    unwanted = host.oversight.refusals(host.session, thought.brief)
    if "proven" in host.config.without:
        return "write"
    found = [
        spared(unwanted, fit)
        for fit in _fits(host, thought, view, hits)
        if not _is_there(thought, fit)
    ]
    fits = [fit for fit in found if not fit.problem]
    thought.notes["fits"] = [
        [fit.origin, list(fit.based_on), round(fit.likeness, 3)] for fit in fits
    ]
    thought.candidates.extend(fits[: int(view.number("offered", _OFFERED))])
    # Where nothing else is found either, it is told why this one was not taken.
    back = [fit for fit in found if fit.cause is Cause.TAKEN_BACK]
    thought.candidates.extend(back[:1])
    if fits and _is_sure(thought.wanted, fits[0], view):
        thought.notes["sure"] = source_digest(fits[0].source)
        return "fits"
    return "write"


def _is_sure(contract: Contract, fit: Candidate, view: StateView) -> bool:
    """Return whether a proven method may win alone.

    Its words must account for the whole mission and an example come true, or without examples be
    the mission's own in their order; where they say most of it, the examples must prove a lot.
    """
    if fit.origin == "known":
        return True
    given = view.slots.get("words_alone", _WORDS_ALONE)
    if not isinstance(given, (list, tuple)) or len(given) != 2:
        raise UsageError(f"The slot 'words_alone' of state {view.name} must be two numbers.")
    whole, most = map(float, given)
    proof = proof_of(contract)
    return fit.likeness >= whole or (fit.likeness >= most and proof >= Proof.STRONG)


def _is_there(thought: Thought, fit: Candidate) -> bool:
    """Return whether a proven method is the one that the receiver has, which will not do."""
    there = thought.standing
    return (
        there is not None
        and fit.origin != "known"
        and fingerprint(fit.source) == fingerprint(there.source)
    )


def _search(host: Host, thought: Thought, limit: int) -> list[Hit]:
    """Return proven methods with their likeness as the score, the most alike first."""
    query = " ".join(thought.wanted.queries)
    with host.session.read() as root:
        catalog: KnowledgeCatalog = root.memory["catalog"]
        hits = catalog.search(query, kinds=_PROVEN, limit=limit)
        if thought.wanted.examples:
            seen = {hit.key for hit in hits}
            hits += [
                Hit(doc.key, doc.kind, doc.title, doc.text, 0.0, dict(doc.meta))
                for kind in _PROVEN
                for doc in catalog.documents(kind)
                if doc.key not in seen
            ]
        barred = host.oversight.barred_sources(root)
    found = [hit for hit in hits if hit.meta.get("source")]
    if barred:
        found = [hit for hit in found if source_digest(str(hit.meta["source"])) not in barred]
    scored = [replace(hit, score=_likeness(thought.wanted, hit)) for hit in found]
    # Where the words say the same, the name decides: reverse_words is not reverse_each_word.
    name = thought.wanted.selector

    def rank(hit: Hit) -> tuple[float, bool]:
        return -hit.score, hit.meta.get("selector") != name

    return in_order_of_use(host.session, sorted(scored, key=rank), rank)


def _wordings(hit: Hit) -> list[str]:
    wordings = [hit.title, str(hit.meta.get("selector", "")).replace("_", " ")]
    return wordings + [str(each) for each in hit.meta.get("also", ())]


def _likeness(contract: Contract, hit: Hit) -> float:
    wordings = _wordings(hit)
    return max((likeness(query, wordings) for query in contract.queries), default=0.0)


def _says_the_same(contract: Contract, hit: Hit) -> bool:
    """Return whether a mission is worded as a method is, in the same order.

    Celsius to fahrenheit has the words of fahrenheit to celsius.
    """
    # A name alone says little where there is a sentence: the first query is the sentence then.
    return words_of(contract.queries[0]) in [words_of(wording) for wording in _wordings(hit)]


def _fits(host: Host, thought: Thought, view: StateView, hits: Sequence[Hit]) -> list[Candidate]:
    contract = thought.wanted
    if (known := _known(host, thought)) is not None:
        return [known]
    needed = _needed(contract, view)
    if not contract.examples:
        alike = [hit for hit in hits[:5] if hit.score >= needed]
        # Where the words say the same of several, the name decides.
        alike = [hit for hit in alike if hit.meta["selector"] == contract.selector] or alike
        return [
            _adopted(contract, hit)
            for hit in alike
            if _takes_calls(contract, hit) and _asks_alike(contract, hit)
        ]
    options = list(_options(contract, hits, adapt=bool(view.slots.get("adapt", True))))
    # A name that says the same and examples that come true leave no doubt, and no need to look
    # through a thousand other methods.
    sure = [option for option in options if option.likeness >= _SURE][:_MOST_SURE]
    if found := _surveyed(host, contract, sure, needed)[0]:
        return found
    ends: tuple[list[int], list[int]] = ([], [])
    if bool(view.slots.get("combine", True)) and _may_combine(contract):
        kinds = {str(hit.meta["selector"]): kinds_of(hit.meta) for hit in hits}
        ends = _ends(contract, options, kinds)
    fits, pairs = _surveyed(host, contract, options, needed, ends)
    wordings = {
        str(hit.meta["selector"]): f"{hit.title} {str(hit.meta['selector']).replace('_', ' ')}"
        for hit in hits
    }
    return fits or _pairs(contract, options, wordings, pairs)


def _surveyed(
    host: Host,
    contract: Contract,
    options: Sequence[Candidate],
    needed: float,
    ends: tuple[list[int], list[int]] = ([], []),
) -> tuple[list[Candidate], tuple[tuple[int, int], ...]]:
    """Return the options that make the examples true, most alike first, and pairs that do."""
    if not options:
        return [], ()
    survey = host.trial.survey(
        [option.source for option in options], contract.examples, outer=ends[0], inner=ends[1]
    )
    fits = []
    for fit in survey.fits:
        option = options[fit.index]
        if option.likeness < needed:
            continue
        in_order = fit.order == tuple(sorted(fit.order))
        source = option.source if in_order else sources.reorder(option.source, fit.order)
        origin = option.origin if in_order else "adapted"
        fits.append(replace(option, source=_named(source, contract), origin=origin))
    fits.sort(key=lambda each: (-round(each.likeness, 3), each.origin != "delegated"))
    return fits, survey.pairs


def _known(host: Host, thought: Thought) -> Candidate | None:
    """Return the method that the receiver has under this name already, when it will do."""
    contract = thought.wanted
    source = thought.known.get(contract.selector)
    if source is None:
        return None
    with host.session.read() as root:
        if source_digest(source) in host.oversight.barred_sources(root):
            return None
    if len(contract.examples) > contract.kept:
        # What people asked of it before it does in any case; what is new decides.
        report = host.trial.run(
            source, contract.examples, methods=thought.known, state=thought.state
        )
        fits = report.ok
    else:
        fits = likeness(contract.doc, [sources.doc_of(source)]) >= _SURE
    if not fits:
        return None
    return Candidate(source=source, origin="known", based_on=(contract.selector,), likeness=1.0)


def _needed(contract: Contract, view: StateView) -> float:
    """Return how alike the words must be, by what the examples prove."""
    steps: Sequence[float] = view.slots["likeness_by_proof"]
    return float(steps[min(int(proof_of(contract)), len(steps) - 1)])


def _asks_alike(contract: Contract, hit: Hit) -> bool:
    """Return whether a mission and a method agree in wanting a yes or no, or something else.

    The index does not tell "sort the numbers" from "are the numbers sorted?".
    """
    asks = any(_YES_OR_NO.search(query) for query in contract.queries)
    return asks == (kinds_of(hit.meta).gives == "flag")


def _takes_calls(contract: Contract, hit: Hit) -> bool:
    """Return whether a method can be called the way the mission calls it."""
    shape = sources.shape_of(hit.meta)
    most = len(shape.parameters)
    return all(
        most - shape.defaults <= len(call.args) + len(call.kwargs) <= most
        for call in contract.calls
    )


def _adopted(contract: Contract, hit: Hit) -> Candidate:
    selector = str(hit.meta["selector"])
    return Candidate(
        source=_named(str(hit.meta["source"]), contract),
        origin="delegated",
        based_on=(selector,),
        likeness=1.0 if _says_the_same(contract, hit) else min(hit.score, _NEARLY),
    )


def _named(source: str, contract: Contract) -> str:
    return sources.rename(source, contract.selector, contract.doc)


def _options(contract: Contract, hits: Iterable[Hit], *, adapt: bool) -> Iterable[Candidate]:
    """Yield every proven method that could answer the examples, with its adaptations."""
    count = max(len(example.args) + len(example.kwargs) for example in contract.examples)
    given = tuple(map(kind_of, contract.examples[0].args))
    wanted = kind_of(contract.examples[0].result)
    values = _values_in(contract)
    wanted_slots = _slots_in(contract)
    for hit in hits:
        source = str(hit.meta["source"])
        shape = sources.shape_of(hit.meta)
        parameters, defaults, used = shape.parameters, shape.defaults, shape.slots
        origin = "delegated"
        if bool(used) != bool(wanted_slots):
            continue
        if wanted_slots and set(used) != set(wanted_slots):
            if len(used) != len(wanted_slots) or not adapt:
                continue
            source = sources.rename_slot(source, dict(zip(used, wanted_slots, strict=True)))
            origin = "adapted"
        base = Candidate(
            source=source,
            origin=origin,
            based_on=(str(hit.meta["selector"]),),
            likeness=hit.score,
        )
        known = kinds_of(hit.meta)
        alone = len(parameters) - defaults <= count <= len(parameters) and may_take(known, given)
        # What does not fit alone may still be the outer one of two.
        if alone or (len(parameters) == 1 and known.gives in (wanted, "")):
            yield base
        if adapt and len(parameters) == count + 1 and hit.score >= _FILLED_LIKENESS:
            for position in range(len(parameters)):
                for value in values:
                    bound = sources.bind_parameter(source, position, value)
                    yield replace(base, source=bound, origin="adapted")


def _values_in(contract: Contract) -> list[Any]:
    """Return the values that the mission's own words name, such as 4 in "longer than 4"."""
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twice": 2}
    found: list[Any] = [literal.value for literal in find_literals(contract.doc)]
    found += [
        number for word, number in words.items() if f" {word} " in f" {contract.doc.lower()} "
    ]
    unique: list[Any] = []
    for value in found:
        if value not in unique and not isinstance(value, dict):
            unique.append(value)
    return unique[:4]


def _slots_in(contract: Contract) -> tuple[str, ...]:
    """Return the slots that the examples speak of."""
    names: dict[str, None] = {}
    for example in contract.examples:
        names.update(dict.fromkeys(example.state))
        if example.after is not UNSET:
            names.update(dict.fromkeys(example.after))
    return tuple(names)


def _may_combine(contract: Contract) -> bool:
    """Return whether two methods in a row may answer: only when chance can hardly do it."""
    return proof_of(contract) in _COMBINED_LIKENESS and not contract.stateful


def _ends(
    contract: Contract, options: Sequence[Candidate], kinds: Mapping[str, Kinds]
) -> tuple[list[int], list[int]]:
    """Return the positions of methods that may stand last, and of those that may stand first.

    Both must share a telling word with the mission: what two methods compute together by chance
    is of no use. The first must take what the examples give, the last give what they expect.
    """
    related = [number for number, option in enumerate(options) if option.likeness >= _RELATED][
        :_MOST_RELATED
    ]
    sample = contract.examples[0]
    takes, gives = tuple(map(kind_of, sample.args)), kind_of(sample.result)
    outer, inner = [], []
    for number in related:
        option = options[number]
        count = len(sources.parameters_of(option.source)[0])
        known = kinds.get(option.based_on[0], Kinds())
        if count == 1 and known.gives in (gives, ""):
            outer.append(number)
        # A filled-in parameter has shifted the others: its kinds are not known any more.
        if count == len(takes) and (known.takes in (takes, ()) or option.origin == "adapted"):
            inner.append(number)
    return outer, inner


def _pairs(
    contract: Contract,
    options: Sequence[Candidate],
    wordings: Mapping[str, str],
    pairs: Iterable[tuple[int, int]],
) -> list[Candidate]:
    """Return the combinations whose words together say what the mission says."""
    needed = _COMBINED_LIKENESS[proof_of(contract)] if _may_combine(contract) else 1.0
    found = []
    for last, first in pairs:
        outer, inner = options[last], options[first]
        names = (outer.based_on[0], inner.based_on[0])
        wording = f"{wordings[names[0]]} {wordings[names[1]]}"
        alike = max(likeness(query, [wording]) for query in contract.queries)
        if alike < needed or names[0] == names[1]:
            continue
        source = sources.combine(outer.source, inner.source, contract.selector, contract.doc)
        found.append(Candidate(source=source, origin="combined", based_on=names, likeness=alike))
    return sorted(found, key=lambda each: -each.likeness)[:8]
