"""Skill packs: proven methods that a package brings, as skill files in a folder of it.

They become recipes of the memory: candidates that are tried on the examples of a mission before
one is installed, and not methods of any object. What cannot be one is left out and told, and the
rest is taken. The digest of the files says whether an image has to look at them at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from batos.errors import TravelError
from batos.exchange.refusal import refused
from batos.exchange.skillfile import SkillFile, read_skill
from batos.guardian.audit.audit import audit
from batos.guardian.audit.rules import Rule
from batos.learning.candidates.sources import Shape
from batos.memory import Document
from batos.plugins import PluginSet, SkillPackSpec

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["LeftOut", "OpenPack", "left_out"]


@dataclass(frozen=True)
class LeftOut:
    """A skill of a pack that is not taken.

    Attributes:
        pack: Name of the pack.
        path: Its file within the pack.
        reason: Why, without a full stop.
    """

    pack: str
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class OpenPack:
    """The files of a pack as they are now, read once and judged when they are first asked for.

    Args:
        pack: The pack.
        rules: Rules that plugins add to the guardian's own.

    Attributes:
        name: Its name.
        digest: The sha256 of its files, by which a later start sees that nothing has changed.
    """

    def __init__(self, pack: SkillPackSpec, rules: Sequence[Rule] = ()) -> None:
        self.name = pack.name
        self._rules = rules
        self._files = {path: _bytes_of(file) for path, file in pack.files().items()}
        whole = hashlib.sha256()
        for path, data in self._files.items():
            size = "none" if data is None else len(data)
            whole.update(f"{path}\0{size}\0".encode(errors="backslashreplace"))
            whole.update(data or b"")
        self.digest = whole.hexdigest()

    @cached_property
    def _judged(self) -> tuple[tuple[SkillFile, ...], tuple[LeftOut, ...]]:
        taken: dict[str, SkillFile] = {}
        left: list[LeftOut] = []
        for path, data in self._files.items():
            try:
                skill = _read(data, path)
            except TravelError as problem:
                left.append(LeftOut(self.name, path, str(problem.details["reason"])))
                continue
            if reason := _objection(skill, self._rules, taken):
                left.append(LeftOut(self.name, path, reason))
            else:
                taken[skill.selector] = skill
        return tuple(taken.values()), tuple(left)

    @property
    def skills(self) -> tuple[SkillFile, ...]:
        """The skills that can be taken, in the order of their files."""
        return self._judged[0]

    @property
    def left(self) -> tuple[LeftOut, ...]:
        """What is left out, in the order of the files."""
        return self._judged[1]

    def documents(self) -> Iterator[Document]:
        """Yield the recipes of the pack as new documents of the memory."""
        for skill in self.skills:
            words = (*skill.also, skill.selector.replace("_", " "))
            meta: dict[str, Any] = {
                "pack": self.name,
                "selector": skill.selector,
                "signature": skill.signature,
                "source": skill.source,
                "shape": Shape.of(skill.source).to_plain(),
                "also": list(skill.also),
                # Whoever gave them, they are no promise to a person of this image.
                "examples": [{**each, "origin": "recipe"} for each in skill.examples],
            }
            key = f"recipe:{self.name}:{skill.selector}"
            yield Document(key, "recipe", skill.doc, " ; ".join(words), meta)


def left_out(plugins: PluginSet) -> dict[str, list[LeftOut]]:
    """Return what is left out of the packs of active plugins, by the name of the plugin."""
    found: dict[str, list[LeftOut]] = {}
    rules = plugins.guardian_rules()
    for pack in plugins.skill_packs():
        provider = plugins.provider(SkillPackSpec, pack.name)
        left = OpenPack(pack, rules).left
        if provider is not None and left:
            found.setdefault(provider.name, []).extend(left)
    return found


def _bytes_of(file: Traversable) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None  # told with the other files that hold no skill


def _read(data: bytes | None, path: str) -> SkillFile:
    if data is None:
        raise refused(path, "it cannot be read")
    skill = read_skill(data, path)
    return replace(skill, doc=" ".join(skill.doc.split()))


def _objection(skill: SkillFile, rules: Sequence[Rule], taken: Mapping[str, SkillFile]) -> str:
    """Return why a skill is not taken; empty when it is."""
    if first := taken.get(skill.selector):
        return f"it holds {skill.selector!r}, as {first.path} does"
    if not skill.doc:
        return "its front matter does not say what it does (doc)"
    if not skill.examples:
        return "it has no example by which it could be tried"
    verdict = audit(skill.source, selector=skill.selector, extra_rules=rules)
    if not verdict.accepted:
        return f"the guardian refuses it: {verdict.reason.rstrip('.')}"
    return ""
