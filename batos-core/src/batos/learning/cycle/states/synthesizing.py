"""SYNTHESIZING: candidates are written, and what the guardian finds is mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from batos.errors import BackendError, DeadlineError, UsageError
from batos.guardian.audit.audit import audit
from batos.guardian.audit.mend import mended
from batos.inference import (
    Completion,
    CompletionRequest,
    ExtractionError,
    Message,
    extract_method,
    prompt_hash,
    prompt_text,
)
from batos.learning.cycle import prompts
from batos.learning.cycle.discussion import Discussion, discuss, tell_left_out
from batos.learning.cycle.manner import passes_before
from batos.learning.model.candidate import Candidate
from batos.learning.model.causes import UNFINISHED, Cause, Fault, refusal_of

if TYPE_CHECKING:
    from batos.guardian.audit.findings import Verdict
    from batos.learning.cycle.host import Host
    from batos.learning.cycle.views import PersonaView, StateView
    from batos.learning.model.thought import Thought

__all__ = ["synthesize"]

_KINDS = ("discuss", "first", "sample", "repair")
_ALONE = ("discuss", "first")
"""Rounds of one answer, in which nothing is mended."""
_MENDABLE = frozenset({Cause.GUARDIAN, Cause.RAISED})
"""What goes back to who wrote it; a wrong answer is better met by a fresh one."""
_ROUNDS = 10
"""More rounds than a plan has; after an answer of a person the seeds are others."""
_SEVERAL = 4
"""Samples of which one at least says something new, where there is anything new to be said."""
_LONGEST_WAIT = 60.0
_LONGEST_FEEDBACK = 6


def synthesize(host: Host, thought: Thought, view: StateView) -> str:
    """Have candidates written.

    The likeliest answer comes first and alone; then further ones are sampled. What the guardian
    found or what raised goes back to be mended, each finding once. Where it is wanted the personas
    discuss the mission before all that, and the steward writes what comes of it.
    """
    persona = _writer(host, thought, view)
    kind, discussed = _round(host, thought, view, persona)
    if discussed is not None:
        persona = discussed.writer
    faulty = _to_mend(host, thought) if kind not in _ALONE else None
    if kind == "repair" and faulty is None:
        kind = "sample"  # what is wrong is written afresh
    if faulty is not None:
        thought.notes["mended"] = [*thought.notes.get("mended", ()), faulty.problem]
    said = discussed.said if discussed is not None else ""
    requests = _requests(host, thought, view, persona, "repair" if faulty else kind, faulty, said)
    try:
        answers = host.ask(thought, persona, requests)
    except (BackendError, DeadlineError) as error:
        if discussed is not None and thought.rounds < thought.notes["planned"]:
            # Whoever writes alone may answer where the steward does not.
            tell_left_out(host, thought, persona, error.message)
            return synthesize(host, thought, view)
        # What is there already is not lost because nothing more can be had.
        if any(each.cause is Cause.TAKEN_BACK for each in thought.candidates):
            return _no_more(thought, "", Cause.TAKEN_BACK)
        if all(each.problem for each in thought.candidates):
            raise
        return _no_more(thought, error.message, hint=error.hint)
    if not answers:
        return _no_more(thought, "The budget of model calls is used up.", Cause.CALLS)
    before = len(thought.candidates)
    origin = "discussed" if discussed is not None else "repaired" if faulty else "written"
    _take(host, thought, answers, origin, requests[0])
    several = min(_SEVERAL, host.config.candidates)
    says_it_again = (
        kind not in _ALONE and len(answers) >= several and len(thought.candidates) == before
    )
    if says_it_again and _to_mend(host, thought) is None:
        return _no_more(thought, "The model keeps writing the same code.", Cause.REPEATED)
    return "done"


def _round(
    host: Host, thought: Thought, view: StateView, writer: PersonaView
) -> tuple[str, Discussion | None]:
    """Begin the next round; return of which kind it is, and what was discussed for it."""
    plan = _plan(host, thought, view)
    thought.notes["planned"] = len(plan)
    while True:
        kind = plan[min(thought.rounds + 1, len(plan)) - 1]
        discussed = discuss(host, thought, view, writer) if kind == "discuss" else None
        thought.rounds += 1
        if kind != "discuss" or discussed is not None:
            return kind, discussed
        if thought.rounds >= len(plan):
            return "first", None


def _no_more(thought: Thought, why: str, cause: Cause = Cause.UNKNOWN, hint: str = "") -> str:
    """Note that nothing more will be written, and why; VALIDATING decides on what there is."""
    thought.notes["no_more"] = {"why": why, "cause": str(cause), "hint": hint}
    return "done"


def _take(
    host: Host,
    thought: Thought,
    answers: Iterable[Completion],
    origin: str,
    request: CompletionRequest,
) -> None:
    """Put what the answers hold among the candidates; the same text again is a vote for it."""
    prompt_id = prompt_hash(prompt_text(request))
    # A base model goes on from the head that stands in its prompt.
    head = prompts.skeleton_text(thought.wanted) if request.prompt else ""
    for candidate in _read(thought, answers, head, origin):
        judged = _judged(host, thought, replace(candidate, prompt=prompt_id))
        same = next(
            (n for n, each in enumerate(thought.candidates) if each.source == judged.source), None
        )
        if same is not None and not thought.candidates[same].is_proven:
            thought.candidates[same] = thought.candidates[same].again()
            continue
        thought.candidates.append(judged)
        host.tell(
            thought,
            "code",
            judged.source,
            state="SYNTHESIZING",
            data={"origin": judged.origin, "problem": judged.fault},
        )


def _writer(host: Host, thought: Thought, view: StateView) -> PersonaView:
    """Return the persona that writes: the receiver's own when it can, else the state's."""
    with host.session.read() as root:
        slots = root.find(thought.brief.receiver).slots
    own = str(slots.get("persona", ""))
    if own and "prompt_method" in slots:
        return host.persona(own)
    return host.persona(view.serving())


def _to_mend(host: Host, thought: Thought) -> Candidate | None:
    """Return the candidate whose fault goes back to who wrote it; None where that helps nobody."""
    before: Sequence[str] = thought.notes.get("mended", ())
    if len(before) >= host.config.repairs or "repair" in host.config.without:
        return None
    written = [each for each in thought.candidates if not each.is_proven]
    if any(not each.problem for each in written):
        return None
    mendable = [each for each in written if each.cause in _MENDABLE and each.problem not in before]
    return max(mendable, key=lambda each: (each.right, each.votes), default=None)


def _messages(
    thought: Thought,
    persona: PersonaView,
    faulty: Candidate | None,
    said: str,
    without: Sequence[str],
) -> tuple[Message, ...]:
    texts = {**persona.prompts, **({"worked": ""} if "worked" in without else {})}
    return prompts.method_messages(
        texts,
        thought.wanted,
        state=thought.state,
        own=not thought.brief.is_for_all,
        related=prompts.related_text(thought.known, thought.wanted),
        said=said,
        fault=_fault_parts(faulty, "- ") if faulty is not None else None,
    )


def _fault_parts(faulty: Candidate, mark: str) -> dict[str, str]:
    """Return what a repair is told: the candidate, and what was wrong with it, a line each."""
    lines = faulty.problem.splitlines()[:_LONGEST_FEEDBACK]
    feedback = "\n".join(f"{mark}{line}" for line in lines)
    return {"source": faulty.source.strip(), "feedback": feedback}


def _plain_prompt(thought: Thought, persona: PersonaView, faulty: Candidate | None) -> str:
    """Return the prompt of a persona that has no system message: a text to be continued.

    Raises:
        UsageError: The persona has no template to write methods with.
    """
    template = persona.prompts.get("method")
    parts: Mapping[str, str] = {}
    if faulty is not None:
        template = persona.prompts.get("repair") or template
        parts = _fault_parts(faulty, "# ")
    if not template:
        raise UsageError(
            f"The persona {persona.name!r} has no prompt to write methods with.",
            hint="Give its prototype a slot 'prompt_method'.",
        )
    filled = prompts.fill(
        template,
        {
            "recipes": prompts.recipes_text(thought.hits),
            "contract": prompts.contract_text(thought.wanted),
            "skeleton": prompts.skeleton_text(thought.wanted),
            **parts,
        },
    )
    # The model goes on right below the skeleton: an empty line would tell it that all is said.
    return filled.rstrip("\n") + "\n"


def _plan(host: Host, thought: Thought, view: StateView) -> list[str]:
    """Return the kinds of rounds, in order: those of the state's prototype, and the discussion.

    Raises:
        UsageError: They are no list of ``discuss``, ``first``, ``sample`` and ``repair``.
    """
    plan = view.slots["rounds"]
    if not isinstance(plan, (list, tuple)) or not plan or any(kind not in _KINDS for kind in plan):
        raise UsageError(
            f"The slot 'rounds' of state {view.name} must be a list of {', '.join(_KINDS)}."
        )
    wanted = thought.brief.discussion
    if wanted is False or "discussion" in host.config.without:
        plan = [kind for kind in plan if kind != "discuss"] or ["first"]
    elif (wanted or host.config.discussion) and "discuss" not in plan:
        plan = ["discuss", *plan]
    return list(plan[:1] if "samples" in host.config.without else plan)


def _temperatures(view: StateView) -> list[float]:
    """Return the temperatures that the state's prototype names.

    Raises:
        UsageError: They are no list of numbers from 0 on.
    """
    found = view.slots["temperatures"]
    if not isinstance(found, (list, tuple)) or not all(
        isinstance(each, (int, float)) and each >= 0 for each in found
    ):
        raise UsageError(f"The slot 'temperatures' of state {view.name} must be a list of numbers.")
    return [float(each) for each in found] or [0.0]


def _requests(
    host: Host,
    thought: Thought,
    view: StateView,
    persona: PersonaView,
    kind: str,
    faulty: Candidate | None,
    said: str,
) -> list[CompletionRequest]:
    temperature, *warmer = _temperatures(view)
    count = 1
    if kind == "sample":
        # The likeliest answer is known; what is still not right calls for others.
        temperature = [temperature, *warmer][min(thought.rounds - 1, len(warmer))]
        count = host.config.candidates
    # The judge is asked last, and must not find the budget used up.
    count = min(count, thought.budget.model_calls - (1 if host.config.veto else 0))
    chats = "system" in persona.prompts
    asked = (
        {"messages": _messages(thought, persona, faulty, said, host.config.without)}
        if chats
        else {"prompt": _plain_prompt(thought, persona, faulty), "stop": prompts.STOPS}
    )
    return [
        CompletionRequest(
            **asked,
            max_tokens=host.config.max_tokens,
            temperature=temperature,
            # Fixed seeds: the same mission in the same image thinks the same thoughts.
            seed=1000 * (thought.rounds + _ROUNDS * passes_before(thought)) + number,
            deadline_s=max(1.0, min(_LONGEST_WAIT, thought.budget.left)),
        )
        for number in range(count)
    ]


def _read(
    thought: Thought, answers: Iterable[Completion], head: str, origin: str
) -> Iterable[Candidate]:
    """Yield what the answers hold, and refuse what is no method."""
    selector = thought.wanted.selector
    first = f"def {selector}{thought.wanted.signature}:"
    for answer in answers:
        text = answer.text
        whole = text if f"def {selector}(" in text else head + text
        try:
            yield Candidate(extract_method(whole, selector, rename=True, head=first), origin)
        except ExtractionError as error:
            fault = Fault(UNFINISHED.get(answer.finish_reason, Cause.NO_METHOD), error.message)
            yield Candidate(whole, origin).out(fault)


def _judged(host: Host, thought: Thought, candidate: Candidate) -> Candidate:
    """Return a candidate with the guardian's verdict, mended where a rule can do it."""
    if candidate.problem:
        return candidate
    if "mend" not in host.config.without:
        candidate = replace(candidate, source=mended(candidate.source))
    verdict = _audit(host, thought, candidate.source)
    judged = replace(candidate, verdict=verdict)
    return judged if verdict.accepted else judged.out(refusal_of(verdict))


def _audit(host: Host, thought: Thought, source: str) -> Verdict:
    return audit(
        source, selector=thought.wanted.selector, extra_rules=host.plugins.guardian_rules()
    )
