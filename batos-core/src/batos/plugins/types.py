"""What a plugin may contribute: one frozen dataclass for each kind of contribution.

A contribution is data, or data and a callable that is called late. The host can therefore list
it, check it, sort it and say from which package it came, without running plugin code.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batos.errors import PluginError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from batos.guardian.audit.findings import Finding
    from batos.guardian.audit.subject import Subject
    from batos.image import Root
    from batos.inference import Availability, Backend, BackendOptions, ModelShelf, Progress
    from batos.memory import Embedder

__all__ = [
    "BackendSpec",
    "CodexEntry",
    "EmbedderContext",
    "EmbedderSpec",
    "GenesisStep",
    "GuardianRuleSpec",
    "HealthCheck",
    "HealthReport",
    "PersonaSpec",
    "SkillPackSpec",
]

_SLUG = re.compile(r"[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)*")


def _require_slug(kind: str, name: object) -> None:
    """Refuse a name that could not be typed on a command line or looked up in a config file."""
    if not isinstance(name, str) or not _SLUG.fullmatch(name):
        raise PluginError(
            f"{kind} name {name!r} is not allowed.",
            hint="Use small letters and digits, with single hyphens, dots or underscores between.",
        )


def _require_selector(kind: str, name: object) -> None:
    """Refuse a name that cannot be the public name of a slot."""
    if (
        not isinstance(name, str)
        or not name.isidentifier()
        or keyword.iskeyword(name)
        or name.startswith("_")
    ):
        raise PluginError(f"{kind} name {name!r} is not a public Python identifier.")


def _require_text(kind: str, name: str, attribute: str, value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        raise PluginError(f"{kind} {name!r} needs a text as {attribute!r}.")


@dataclass(frozen=True, kw_only=True)
class CodexEntry:
    """One golden pair of a persona: a prompt and the response the persona gives to it."""

    prompt: str
    response: str


@dataclass(frozen=True, kw_only=True)
class PersonaSpec:
    """A persona as data; genesis turns it into a prototype object in the image.

    Attributes:
        name: Name of the prototype, a public identifier such as ``alfred``.
        title: What it is called in full, such as ``System Steward``.
        role: Inference role that its thoughts run under: ``steward``, ``coder``, ``heart``,
            ``curator``, or a role of its own that the config maps to a backend.
        identity: Who it is, in a paragraph that can stand at the head of a prompt.
        tone: How it speaks, in a few words, such as ``dry and brief``.
        pillars: Whom it takes after, in order.
        protocols: Named rules of conduct.
        takes: Sentences that are for it, from which who routes requests learns what else is.
        serves: States of the cycle that it works in, each with what it is there: ``persona``, or
            ``judge`` in the state VALIDATING. It gets a place that nobody has.
        prompts: Templates by key; they become slots of the prototype and can be changed there.
        slots: Further slots of the prototype, plain data, such as what a judge holds for harmful.
        codex: Golden prompt and response pairs, taken into memory at genesis.
        methods: Sources of methods the prototype is born with; each passes the guardian.
    """

    name: str
    title: str
    role: str
    identity: str
    tone: str = ""
    pillars: tuple[str, ...] = ()
    protocols: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    serves: Mapping[str, str] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    codex: tuple[CodexEntry, ...] = ()
    methods: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_selector("Persona", self.name)
        _require_slug("Role", self.role)
        for attribute in ("title", "identity"):
            _require_text("Persona", self.name, attribute, getattr(self, attribute))
        for key in self.prompts:
            _require_selector(f"Prompt of persona {self.name!r}:", key)
        for key in self.slots:
            _require_selector(f"Slot of persona {self.name!r}:", key)


@dataclass(frozen=True, kw_only=True)
class SkillPackSpec:
    """A pack of proven methods that an image may hand out, or show a model as patterns.

    Attributes:
        name: Name of the pack.
        summary: One line on what its skills are for.
        folder: Holds a skill file for each method (``*.py``, in folders within it if need be),
            in the form that ``batos skills export`` writes. Other files are left alone.
    """

    name: str
    summary: str
    folder: Traversable

    def __post_init__(self) -> None:
        _require_slug("Skill pack", self.name)
        _require_text("Skill pack", self.name, "summary", self.summary)
        if not self.folder.is_dir():
            raise PluginError(f"Skill pack {self.name!r} has no folder {str(self.folder)!r}.")
        if next(_skill_files(self.folder), None) is None:
            raise PluginError(f"Skill pack {self.name!r} is empty: no *.py in its folder.")

    def files(self) -> Mapping[str, Traversable]:
        """Return the skill files by their path within the folder, in order."""
        return dict(sorted(_skill_files(self.folder), key=lambda found: found[0]))


def _skill_files(folder: Traversable, within: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        path = f"{within}{entry.name}"
        if entry.is_dir():
            yield from _skill_files(entry, f"{path}/")
        elif entry.name.endswith(".py") and entry.name != "__init__.py":
            yield path, entry


@dataclass(frozen=True, kw_only=True)
class BackendSpec:
    """An inference backend that can be chosen by name.

    Attributes:
        name: Name used in the config.
        summary: One line for ``batos backends``.
        factory: Makes the backend from its options. Heavy libraries are imported in it, so that
            a backend nobody chose costs nothing.
        options: The model that its options are read by, whose fields tell what each means;
            ``None`` where the factory takes any.
        default_model: Model that is used when the config names none.
        shelf: Makes, from the same options, what fetches and keeps its models; ``None`` where
            they are not files that can be had by name.
        look: Looks, within a second and loading nothing, whether it could be taken on this
            machine with the same options, for the backend ``auto``; ``None`` where it is never
            taken unless it is named.
        bring: Returns the folder of a model that has this name or path, for an image to take in:
            fetched, and quantised if the second argument names how. The third is an empty folder
            for what is made on the way. ``None`` where such models are none of this backend's.
    """

    name: str
    summary: str
    factory: Callable[[Mapping[str, object]], Backend]
    options: type[BackendOptions] | None = None
    default_model: str = ""
    shelf: Callable[[Mapping[str, object]], ModelShelf] | None = None
    look: Callable[[Mapping[str, object]], Availability] | None = None
    bring: Callable[[str, str, Path, Progress], Path] | None = None

    def __post_init__(self) -> None:
        _require_slug("Backend", self.name)
        _require_text("Backend", self.name, "summary", self.summary)
        if self.options is not None and not hasattr(self.options, "describe"):
            raise PluginError(
                f"Backend {self.name!r} needs a class of options.",
                hint="Derive it from batos.inference.BackendOptions.",
            )


@dataclass(frozen=True, kw_only=True)
class EmbedderContext:
    """What an embedder is made with.

    Attributes:
        options: What the configuration says under ``memory.options``.
        cache_dir: A folder for files that can be had again.
        lend: Lends the configured backend of an alias, loaded; the default one for an empty text.
    """

    options: Mapping[str, object]
    cache_dir: Path
    lend: Callable[[str], AbstractContextManager[Backend]]


@dataclass(frozen=True, kw_only=True)
class EmbedderSpec:
    """What turns texts into vectors, so that the memory finds by meaning.

    Attributes:
        name: Name used in the config.
        summary: One line on it.
        factory: Makes it, ready to embed. It is called when it is first needed, and heavy
            libraries are imported in it.
        dimension: Numbers of a vector; 0 where only the one that is made can tell.
    """

    name: str
    summary: str
    factory: Callable[[EmbedderContext], Embedder]
    dimension: int = 0

    def __post_init__(self) -> None:
        _require_slug("Embedder", self.name)
        _require_text("Embedder", self.name, "summary", self.summary)
        if self.name in ("auto", "none"):
            raise PluginError(f"No embedder can be called {self.name!r}: it has a meaning already.")


@dataclass(frozen=True, kw_only=True)
class GuardianRuleSpec:
    """A further rule that every generated method must pass.

    A rule can only refuse. When ``check`` raises, the method is refused: a broken rule must not
    open a door that a working one keeps shut.

    Attributes:
        name: Name of the rule, shown in findings.
        summary: One line on what it refuses and why.
        check: Called with the parsed method; yields findings.
        why: What would happen without the rule.
    """

    name: str
    summary: str
    check: Callable[[Subject], Iterable[Finding]]
    why: str = ""

    def __post_init__(self) -> None:
        _require_slug("Guardian rule", self.name)


@dataclass(frozen=True, kw_only=True)
class HealthReport:
    """What a health check found; ``hint`` says what to do when it is not well.

    Attributes:
        ok: Whether all is well.
        message: What was seen.
        hint: What to do about it.
        name: What it is about, where that is not the check's own name.
    """

    ok: bool
    message: str
    hint: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class HealthCheck:
    """A check that ``batos doctor`` runs.

    Attributes:
        name: Name of the check.
        run: Looks and reports, once or on several things; it changes nothing.
    """

    name: str
    run: Callable[[], HealthReport | Iterable[HealthReport]]

    def __post_init__(self) -> None:
        _require_slug("Health check", self.name)


@dataclass(frozen=True, kw_only=True)
class GenesisStep:
    """A step of the awakening, run once for an image and recorded in it.

    Attributes:
        name: Name that is recorded; a step with a recorded name is not run again.
        run: Changes the image, given its root, inside the step's own transaction.
        after: Names of steps that must have run before.
    """

    name: str
    run: Callable[[Root], None]
    after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_slug("Genesis step", self.name)
