"""Prototypal Awakening: the steps that bring an image to life.

The steps are named, ordered and idempotent; each is one transaction and is recorded in the image
with its time, its package and a digest of what it was given. A later run does only what is new:
a persona that was installed since, or one whose files have changed. The recipes of a skill pack
leave with its package.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from persistent.mapping import PersistentMapping
from transaction.interfaces import TransientError
from ZODB.POSException import POSError

from batos.counting import counted
from batos.dialogue.conversations import remember_conversations
from batos.dialogue.facts import remember_facts
from batos.errors import BatosError, PluginError
from batos.exchange.packs import OpenPack
from batos.genesis.personas import born_with, take_in
from batos.genesis.renewing import renew
from batos.image import Root, Session
from batos.learning.model.machine import STATES
from batos.learning.records.remembering import remember_missions
from batos.learning.records.trail import now_text
from batos.memory import Document, KnowledgeCatalog
from batos.objects import UvmObject
from batos.plugins import GenesisStep, PersonaSpec, PluginSet, SkillPackSpec
from batos.plugins.pluginset import SWITCH_ON
from batos.stewardship.approval.policy import adopt_policies
from batos.stewardship.health.recheck import rules_version
from batos.stewardship.natives import persona_state

__all__ = ["StepReport", "awaken"]

_logger = logging.getLogger(__name__)

_PERSONA = "persona-"
_RECIPES = "recipes-"
"""What the steps of personas and of skill packs are called, before their names."""


@dataclass(frozen=True)
class StepReport:
    """What became of a step.

    Attributes:
        name: The step.
        summary: What it does.
        done: ``new`` when it ran, ``renewed`` when it ran again for changed files, ``kept`` when
            it had been done before, ``gone`` when it was undone with the package that it was for,
            ``refused`` when it cannot be done; ``orphaned`` when its persona lives on without its
            package, and ``switched off`` when it is silent with it; the summary says more then.
    """

    name: str
    summary: str
    done: str


@dataclass(frozen=True)
class _Step:
    """One step.

    Attributes:
        may_fail: Whether the others go on without it.
        after: A step without which it is not done either.
    """

    name: str
    summary: str
    run: Callable[[Root], None]
    digest: str = ""
    package: str = ""
    may_fail: bool = False
    after: str = ""


def awaken(
    session: Session,
    plugins: PluginSet,
    *,
    dry_run: bool = False,
    on_step: Callable[[StepReport], None] | None = None,
) -> list[StepReport]:
    """Run the steps of genesis that an image has not seen yet.

    Args:
        session: The image.
        plugins: Whose personas, codices and skill packs to take in.
        dry_run: Only tell what would be done.
        on_step: Told of each step as it ends.

    Returns:
        A report of every step, in order. A persona that cannot be taken in is left out with the
        reason, and keeps nobody else out.

    Raises:
        PluginError: A step that a plugin brings has failed; the image is as it was before it.
    """
    with session.read() as root:
        records = {name: dict(record) for name, record in root.genesis.items()}
    reports = []

    def tell(report: StepReport) -> None:
        reports.append(report)
        if on_step is not None:
            on_step(report)

    steps = list(_steps(plugins))
    refused: set[str] = set()
    for step in steps:
        if step.after in refused:
            continue
        done = _due(records.get(step.name), step)
        if done != "kept" and not dry_run:
            try:
                done = session.change(
                    lambda root, step=step: _run(root, step),  # type: ignore[misc]  # a default argument binds the step
                    note=f"Genesis: {step.name}",
                    user="genesis",
                )
            except PluginError as error:
                if not step.may_fail:
                    raise
                refused.add(step.name)
                _logger.warning("%s %s", error.message, error.hint)
                tell(StepReport(step.name, error.message, "refused"))
                continue
        tell(StepReport(step.name, step.summary, done))
    for name in sorted(set(records).difference(step.name for step in steps)):
        if name.startswith(_RECIPES):
            if not dry_run:
                session.change(
                    lambda root, name=name: _forget_pack(root, name),  # type: ignore[misc]  # as above
                    note=f"Genesis: {name} leaves",
                    user="genesis",
                )
            tell(StepReport(name, "its package is not active any more", "gone"))
        elif name.startswith(_PERSONA):
            tell(_without_package(name, str(records[name].get("package", "")), plugins))
    return reports


def _without_package(name: str, package: str, plugins: PluginSet) -> StepReport:
    """Return what is told of a persona whose package is not active."""
    persona = name.removeprefix(_PERSONA)
    state, who = persona_state(persona, package, plugins), persona.upper()
    if state == "switched off":
        reason = plugins.switched_off()[package.partition(" ")[0]].reason
        told = f"{who} is silent; its package {package} is switched off: {reason}"
        return StepReport(name, f"{told}. To switch it on, {SWITCH_ON}", state)
    told = f"{who} lives on in the image; its package is missing"
    return StepReport(name, f"{told}: {package}" if package else told, state)


def _due(recorded: Mapping[str, Any] | None, step: _Step) -> str:
    """Return what is to become of a step (see :class:`StepReport`)."""
    if recorded is None:
        return "new"
    return "kept" if recorded.get("digest", "") == step.digest else "renewed"


def _run(root: Root, step: _Step) -> str:
    # Another worker on the same storage may have come first: the transaction that lost to it
    # runs again, and finds the step done.
    done = _due(root.genesis.get(step.name), step)
    if done != "kept":
        step.run(root)
        root.genesis[step.name] = PersistentMapping(
            at=now_text(), summary=step.summary, digest=step.digest, package=step.package
        )
    return done


def _steps(plugins: PluginSet) -> Iterable[_Step]:
    yield _Step("primordial", "traits, pllm and genesis", _primordial)
    yield _Step(
        "states",
        "the prototypes of the state machine",
        _states,
        _digest([[s.name, s.handler, s.purpose, s.moves, s.settings] for s in STATES]),
    )
    yield _Step("policies", "policies of approval, where no method reaches", adopt_policies)
    yield _Step("memory", "the KnowledgeCatalog", _memory)
    yield _Step("remembered", "what an older image has lived through", _remembered, "own")
    yield _Step("orchestrator", "the conductor", _orchestrator)
    for spec in plugins.personas():
        provider = plugins.provider(PersonaSpec, spec.name)
        package = provider.package if provider else ""
        yield from _persona_steps(spec, package)
    yield from _pack_steps(plugins)
    yield from _ordered(plugins)


def _persona_steps(spec: PersonaSpec, package: str) -> Iterable[_Step]:
    yield _Step(
        f"{_PERSONA}{spec.name}",
        f"the prototype of {spec.name.upper()}, {spec.title}",
        lambda root: take_in(root, spec),
        _digest([born_with(spec), spec.serves, spec.methods]),
        package,
        may_fail=True,
    )
    if spec.codex:
        yield _Step(
            f"codex-{spec.name}",
            f"{counted(len(spec.codex), 'golden pair')} of {spec.name.upper()}",
            lambda root: _codex(root, spec),
            _digest([[entry.prompt, entry.response] for entry in spec.codex]),
            package,
            after=f"{_PERSONA}{spec.name}",
        )


def _pack_steps(plugins: PluginSet) -> Iterable[_Step]:
    # What the rules of today say of a skill decides as well.
    rules, version = plugins.guardian_rules(), rules_version(plugins)
    for spec in plugins.skill_packs():
        pack = OpenPack(spec, rules)
        provider = plugins.provider(SkillPackSpec, spec.name)
        package = provider.package if provider else ""
        yield _Step(
            f"{_RECIPES}{spec.name}",
            f"the recipes of the pack {spec.name}",
            lambda root, pack=pack: _recipes(root, pack),  # type: ignore[misc]  # as above
            _digest([pack.digest, version, package]),
            package,
        )


def _ordered(plugins: PluginSet) -> list[_Step]:
    """Return the steps of plugins, each after those it names."""
    waiting = list(plugins.genesis_steps())
    names = {f"step-{step.name}" for step in waiting}
    done: set[str] = set()
    ordered: list[_Step] = []
    while waiting:
        ready = [
            step
            for step in waiting
            if all(f"step-{name}" in done or f"step-{name}" not in names for name in step.after)
        ]
        if not ready:
            circle = ", ".join(sorted(step.name for step in waiting))
            raise PluginError(f"These genesis steps wait for each other: {circle}.")
        for step in ready:
            provider = plugins.provider(GenesisStep, step.name)
            package = provider.package if provider else ""
            run = _guarded(step, package)
            ordered.append(_Step(f"step-{step.name}", "a step of a plugin", run, package=package))
            done.add(f"step-{step.name}")
            waiting.remove(step)
    return ordered


def _guarded(step: GenesisStep, package: str) -> Callable[[Root], None]:
    """Return a plugin's step with what it raises worded as an expected error."""

    def run(root: Root) -> None:
        try:
            step.run(root)
        except (BatosError, TransientError, POSError):
            raise
        except Exception as error:
            raise PluginError(
                f"The genesis step {step.name!r} failed: {type(error).__name__}: {error}",
                hint=f"It comes from {package}." if package else "",
            ) from error

    return run


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()


def _primordial(root: Root) -> None:
    traits = root.add("traits", UvmObject(purpose="What every object shares."))
    pllm = root.add(
        "pllm", UvmObject(parents=(traits,), purpose="Where thoughts reach a language model.")
    )
    root.add(
        "genesis",
        UvmObject(parents=(pllm, traits), purpose="The first prototype; it learns for all."),
    )


def _states(root: Root) -> None:
    traits = root.find("traits")
    machine = root.objects.get("state_machine")
    if machine is None:
        machine = root.add(
            "state_machine", UvmObject(parents=(traits,), purpose="How a thought moves.")
        )
        root.add("cycle", UvmObject(parents=(traits,), purpose="The prototype of cycle records."))
    renew(machine, {"start": STATES[0].name, "order": [state.name for state in STATES]})
    for state in STATES:
        name = f"state_{state.name.lower()}"
        obj = root.objects.get(name)
        if obj is None:
            obj = root.add(name, UvmObject(parents=(machine,)))
        given = {
            "title": state.name,
            "purpose": state.purpose,
            "handler": state.handler,
            "moves": dict(state.moves),
            **state.settings,
        }
        renew(obj, given)


def _memory(root: Root) -> None:
    catalog = KnowledgeCatalog()
    root.memory["catalog"] = catalog
    root.add(
        "memory",
        UvmObject(parents=(root.find("traits"),), purpose="The Fractal Memory.", catalog=catalog),
    )


def _remembered(root: Root) -> None:
    """Let the memory find what was said and asked for in an image from before it kept that."""
    remember_missions(root)
    remember_conversations(root)
    remember_facts(root)


def _orchestrator(root: Root) -> None:
    parents = (root.find("pllm"), root.find("traits"))
    root.add(
        "orchestrator",
        UvmObject(parents=parents, purpose="The conductor: it asks, and carries out."),
    )


def _catalog(root: Root) -> KnowledgeCatalog:
    catalog: KnowledgeCatalog = root.memory["catalog"]
    return catalog


def _codex(root: Root, spec: PersonaSpec) -> None:
    catalog = _catalog(root)
    fresh = {f"codex:{spec.name}:{_digest(entry.prompt)[:16]}": entry for entry in spec.codex}
    _forget_missing(catalog, f"codex:{spec.name}:", fresh)
    for key, entry in fresh.items():
        meta = {"persona": spec.name, "source": "golden dataset"}
        catalog.add(Document(key, "codex", entry.prompt, entry.response, meta))


def _recipes(root: Root, pack: OpenPack) -> None:
    catalog = _catalog(root)
    fresh = {document.key: document for document in pack.documents()}
    _forget_missing(catalog, f"recipe:{pack.name}:", fresh)
    for document in fresh.values():
        catalog.add(document)


def _forget_pack(root: Root, step: str) -> None:
    """Take the recipes of a pack off whose package is gone, with the record of its step."""
    _forget_missing(_catalog(root), f"recipe:{step.removeprefix(_RECIPES)}:", {})
    root.genesis.pop(step, None)


def _forget_missing(catalog: KnowledgeCatalog, prefix: str, fresh: Mapping[str, Any]) -> None:
    for document in list(catalog.documents()):
        if document.key.startswith(prefix) and document.key not in fresh:
            catalog.remove(document.key)
