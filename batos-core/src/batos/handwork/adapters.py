"""The LoRA adapters of an image: taken in, looked at, and attached to personas.

Which adapter a persona answers through is a slot of its own, like everything that it is: it is
part of its history, and an undo takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from batos.errors import (
    AdapterError,
    BackendError,
    BatosError,
    PluginError,
    UnknownNameError,
    UsageError,
    WireError,
)
from batos.handwork.objects.shaping import Shaping
from batos.image import Root, Session
from batos.image.models import HeldAdapters, ModelFacts
from batos.inference import CompletionRequest, Thinker
from batos.inference.files.adapter import Adapter, read_adapter
from batos.learning.cycle.views import ADAPTER_SLOT, PersonaView, persona_view

__all__ = ["AdapterFacts", "Adapters", "TakenIn", "offered"]

_TRIAL_S = 120.0


@dataclass(frozen=True, kw_only=True)
class AdapterFacts:
    """An adapter in the image.

    Attributes:
        held: Its files.
        adapter: What it is; ``None`` where its files are damaged.
        problem: What is wrong with it otherwise.
        personas: Who answers through it.
    """

    held: ModelFacts
    adapter: Adapter | None
    problem: str
    personas: tuple[str, ...]

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        found = self.adapter
        return {
            **self.held.to_plain(),
            "kind": found.kind if found else "",
            "base_model": found.base_model if found else "",
            "rank": found.rank if found else 0,
            "alpha": found.alpha if found else 0.0,
            "problem": self.problem,
            "personas": list(self.personas),
        }


@dataclass(frozen=True)
class TakenIn:
    """What became of one of the adapters that lie ready.

    Attributes:
        name: Its name.
        state: ``taken``, ``known``, ``removed`` (a person has let it go, and it stays so) or
            ``refused``.
        problem: Why it was refused.
    """

    name: str
    state: str
    problem: str = ""


class Adapters:
    """The adapters of an image that is open.

    Args:
        session: The image.
        held: Where its adapters are kept; made where it is left out.
    """

    def __init__(self, session: Session, held: HeldAdapters | None = None) -> None:
        self._session = session
        self._shaping = Shaping(session)
        self.held = held or HeldAdapters(session)

    def each(self) -> list[AdapterFacts]:
        """Return the adapters, by name."""
        attached = self._attached()
        return [self._facts(held, attached) for held in self.held.each()]

    def show(self, name: str) -> AdapterFacts:
        """Return one adapter.

        Raises:
            UnknownNameError: There is no such adapter.
        """
        found = {each.held.name: each for each in self.each()}
        if name not in found:
            raise UnknownNameError("adapter", name, found, hint="'batos adapters' lists them.")
        return found[name]

    def add(
        self,
        source: Path,
        name: str = "",
        *,
        tell: Callable[[str, float], None] = lambda _what, _share: None,
        stopped: Callable[[], bool] = lambda: False,
        user: str = "user",
    ) -> AdapterFacts:
        """Take an adapter in: a folder of PEFT, a safetensors file, or a GGUF file.

        Raises:
            AdapterError: It is none, or is damaged.
            UsageError: There is no such file, or it cannot be called so.
            ImageError: There is no room for it, or there is one of that name.
            CancelledError: It was stopped.
        """
        if not source.exists():
            raise UsageError(f"There is no {str(source)!r}.", hint="Is the path spelled right?")
        read_adapter(source)
        held = self.held.add(source, name, tell=tell, stopped=stopped, user=user)
        return self._facts(held, self._attached())

    def take_in(self, folder: Path) -> Iterator[TakenIn]:
        """Take in what lies in a folder and is not in the image yet, by its content.

        What a person has removed is not taken in again, until somebody adds it by hand.

        Args:
            folder: A folder of adapters, such as ``lora_adapters`` beside the logs.
        """
        known = {each.digests for each in self.held.each()}
        for source in offered(folder):
            try:
                digests = self.held.digests(source)
                if digests in known or self.held.was_removed(digests):
                    yield TakenIn(_called(source), "known" if digests in known else "removed")
                    continue
                self.add(source, _called(source), user="start")
                known.add(digests)
                yield TakenIn(_called(source), "taken")
            except BatosError as error:
                yield TakenIn(_called(source), "refused", f"{error.message} {error.hint}".strip())

    def attach(
        self, name: str, persona: str, *, thinker: Thinker | None = None, user: str = "user"
    ) -> str:
        """Have a persona answer through an adapter from now on.

        It is tried on the persona's model before, where one is there.

        Args:
            name: The adapter.
            persona: The persona.
            thinker: Has the models.
            user: On whose behalf.

        Returns:
            What the person should know besides; empty where nothing.

        Raises:
            UnknownNameError: There is no such adapter or persona.
            AdapterError: It is damaged, or does not fit the persona's model.
        """
        found = self.show(name)
        if found.problem:
            raise AdapterError(found.problem, hint="Remove it, and add it again.")
        with self._session.read() as root:
            view = persona_view(root, _persona(root, persona))
        remark = _tried(thinker, view, name)
        self._shaping.set(f"{persona}.{ADAPTER_SLOT}", name, user=user)
        return remark

    def detach(self, persona: str, *, user: str = "user") -> str:
        """Have a persona answer through no adapter any more; return the one that it had.

        Raises:
            UnknownNameError: There is no such persona.
            UsageError: It has none.
        """
        with self._session.read() as root:
            view = persona_view(root, _persona(root, persona))
            name = str(view.slots.get(ADAPTER_SLOT) or "")
        if not name:
            raise UsageError(f"{persona!r} answers through no adapter.")
        self._shaping.unset(f"{persona}.{ADAPTER_SLOT}", user=user)
        return name

    def remove(self, name: str, *, user: str = "user") -> AdapterFacts:
        """Let an adapter go; a pack gives its room back.

        Raises:
            UnknownNameError: There is no such adapter.
            UsageError: A persona answers through it.
        """
        found = self.show(name)
        if found.personas:
            raise UsageError(
                f"{found.personas[0]!r} answers through the adapter {name!r}.",
                hint=f"Detach it first: batos adapters detach {found.personas[0]}",
            )
        self.held.remove(name, user=user)
        return found

    def _attached(self) -> dict[str, list[str]]:
        """Return who answers through which adapter."""
        found: dict[str, list[str]] = {}
        with self._session.read() as root:
            for persona in _personas(root):
                name = root.objects[persona].slots.get(ADAPTER_SLOT)
                if isinstance(name, str) and name:
                    found.setdefault(name, []).append(persona)
        return found

    def _facts(self, held: ModelFacts, attached: dict[str, list[str]]) -> AdapterFacts:
        adapter, problem = None, ""
        try:
            adapter = read_adapter(Path(held.folder), held.name)
        except AdapterError as error:
            problem = error.message
        return AdapterFacts(
            held=held,
            adapter=adapter,
            problem=problem,
            personas=tuple(attached.get(held.name, ())),
        )


def offered(folder: Path) -> list[Path]:
    """Return the adapters that lie in a folder, damaged ones too: its folders and their likes."""
    if not folder.is_dir():
        return []
    return [
        each
        for each in sorted(folder.iterdir())
        if not each.name.startswith(".")
        and (each.is_dir() or each.suffix in (".safetensors", ".gguf"))
    ]


def _called(source: Path) -> str:
    return (source.stem if source.is_file() else source.name).lower().replace(" ", "-")


def _personas(root: Root) -> list[str]:
    names = [each.removeprefix("persona-") for each in root.genesis if each.startswith("persona-")]
    return [each for each in names if each in root.objects]


def _persona(root: Root, name: str) -> str:
    known = _personas(root)
    if name not in known:
        raise UnknownNameError("persona", name, known, hint="'batos personas' lists them.")
    return name


def _tried(thinker: Thinker | None, persona: PersonaView, name: str) -> str:
    """Have an adapter answer a word, and return what the person should know of it.

    Raises:
        AdapterError: The model of the persona cannot answer through it.
    """
    if thinker is None:
        return "Nothing runs that could try it; the first question through it tells."
    asked = CompletionRequest(prompt="Hello", max_tokens=1, deadline_s=_TRIAL_S)
    try:
        answer = thinker.think(persona.role, replace(persona.asks(asked), adapter=name))
    except AdapterError:
        raise
    except (BackendError, PluginError, WireError) as error:
        return f"It could not be tried: {error.message}"
    if answer.adapter != name:
        return f"The backend {answer.backend!r} has no adapters: it answers with the bare model."
    return ""
