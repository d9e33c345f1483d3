"""One method as a file: Python with a block of front matter, after the manner of PEP 723.

::

    # /// batos-skill
    # format = 1
    # receiver = "genesis"
    # selector = "count_vowels"
    # ...
    # ///
    def count_vowels(self, text):
        ...

What follows the block is the method's source, byte for byte.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from batos.errors import TravelError
from batos.exchange.manifest import FORMAT, read_as
from batos.exchange.refusal import refused
from batos.exchange.toml_text import table
from batos.exchange.toml_values import NotPlainError, from_toml, to_toml
from batos.guardian.dialect import MAX_SOURCE
from batos.guardian.dialect.quiet import quiet_compiler
from batos.objects import Example, is_plain, is_slot_name, source_digest

__all__ = ["MOST_EXAMPLES", "SkillFile", "read_skill", "write_skill"]

MOST_EXAMPLES = 100
"""Examples that a file may have, since each is run when it comes in."""

_OPENING = "# /// batos-skill"
_CLOSING = "# ///"


@dataclass(frozen=True, kw_only=True)
class SkillFile:
    """One method on its way.

    Attributes:
        receiver: Name of the object that it belongs to; within a graph, its id.
        selector: Its name.
        signature: Its parameters.
        doc: What it does, one line.
        version: The number of its version where it comes from.
        rules: Version of the guardian's rules that accepted it there.
        source: Its text.
        also: Other wordings of what it does, by which it can be found.
        examples: Examples as plain data.
        provenance: Where it comes from, as plain data.
        path: The file that it was read from.
    """

    receiver: str
    selector: str
    signature: str
    doc: str
    version: int
    rules: str
    source: str
    also: tuple[str, ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()
    provenance: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""


_Wording = Annotated[str, Field(min_length=1, max_length=2_000)]


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: int
    receiver: Annotated[str, Field(max_length=200)]
    selector: Annotated[str, Field(max_length=200)]
    signature: Annotated[str, Field(max_length=20_000)]
    doc: Annotated[str, Field(max_length=20_000)]
    version: Annotated[int, Field(ge=1)] = 1
    rules: Annotated[str, Field(max_length=200)] = ""
    # A file that a person wrote by hand needs none.
    sha256: Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    also: Annotated[list[_Wording], Field(max_length=MOST_EXAMPLES)] = []
    examples: Annotated[list[dict[str, Any]], Field(max_length=MOST_EXAMPLES)] = []
    provenance: dict[str, Any] = {}


def write_skill(skill: SkillFile) -> bytes:
    """Return the file of a method.

    Raises:
        NotPlainError: An example or the provenance cannot travel.
    """
    matter = {
        "format": FORMAT,
        "receiver": skill.receiver,
        "selector": skill.selector,
        "signature": skill.signature,
        "doc": skill.doc,
        "also": list(skill.also),
        "version": skill.version,
        "rules": skill.rules,
        "sha256": source_digest(skill.source),
        "examples": [to_toml(dict(each)) for each in skill.examples],
    }
    text = table({name: value for name, value in matter.items() if value != []})
    text += table(to_toml(dict(skill.provenance)), "[provenance]")
    lines = [f"# {line}".rstrip(" ") for line in text.rstrip("\n").split("\n")]
    return "\n".join([_OPENING, *lines, _CLOSING, skill.source]).encode()


def read_skill(data: bytes, path: str) -> SkillFile:
    """Return the method that a file holds. Its source is not judged here.

    Args:
        data: The bytes of the file.
        path: Its name, for messages.

    Raises:
        TravelError: It is no such file, or says something of its source that is not so.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise refused(path, "it is not UTF-8") from None
    block, source = _parted(text, path)
    matter = _front_matter(block, path)
    if len(source.encode()) > MAX_SOURCE:
        raise refused(path, f"its method is larger than {MAX_SOURCE} bytes")
    if matter.sha256 and source_digest(source) != matter.sha256:
        raise refused(path, "its method is not the one that its front matter speaks of (sha256)")
    for what, name in (("receiver", matter.receiver), ("selector", matter.selector)):
        if not is_slot_name(name):
            raise refused(path, f"its {what} {name[:60]!a} is no name that an object can have")
    _check_definition(source, matter, path)
    try:
        examples = tuple(_example(from_toml(each)) for each in matter.examples)
        provenance = from_toml(matter.provenance)
        if not is_plain((examples, provenance)) or not isinstance(provenance, dict):
            raise NotPlainError("a value cannot be kept in an image")
    except NotPlainError as problem:
        raise refused(path, f"its front matter cannot be read: {problem}") from None
    return SkillFile(
        receiver=matter.receiver,
        selector=matter.selector,
        signature=matter.signature,
        doc=matter.doc,
        also=tuple(matter.also),
        version=matter.version,
        rules=matter.rules,
        source=source,
        examples=examples,
        provenance=provenance,
        path=path,
    )


def _parted(text: str, path: str) -> tuple[str, str]:
    """Return the TOML of the front matter, and the source below it."""
    lines = text.split("\n")
    if lines[0] != _OPENING:
        raise refused(path, f"it does not begin with {_OPENING!r}")
    if _CLOSING not in lines:
        raise refused(path, f"its front matter does not end with {_CLOSING!r}")
    end = lines.index(_CLOSING)
    block = lines[1:end]
    if any(line != "#" and not line.startswith("# ") for line in block):
        raise refused(path, "its front matter has a line that is no comment")
    return "\n".join(line[2:] for line in block), "\n".join(lines[end + 1 :])


def _front_matter(block: str, path: str) -> _FrontMatter:
    def refuse(reason: str) -> TravelError:
        return refused(path, f"its front matter: {reason}")

    return read_as(_FrontMatter, block.encode(), refuse)


def _check_definition(source: str, matter: _FrontMatter, path: str) -> None:
    """Raise an error where the front matter names another method than the source.

    A source that is no method at all is left to the audit, which says more about it.
    """
    method = _defined(source)
    if method is None:
        return
    name, parameters = method
    if name != matter.selector:
        raise refused(
            path, f"its front matter says {matter.selector!r}, but the method is {name!r}"
        )
    # Compared as they are parsed: one Python writes a default in other words than another.
    if _defined(f"def {name}{matter.signature}: pass") != (name, parameters):
        raise refused(path, "its front matter has another signature than the method")


def _defined(source: str) -> tuple[str, str] | None:
    """Return the name and the parameters of a single function; None for anything else."""
    try:
        with quiet_compiler():
            body = ast.parse(source).body
        if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
            return None
        for each in ast.walk(body[0].args):
            if isinstance(each, ast.arg):
                each.annotation = None  # the guardian writes signatures without them
        return body[0].name, ast.dump(body[0].args)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _example(plain: Any) -> dict[str, Any]:
    """Return an example that has the fields of one.

    Raises:
        NotPlainError: It has not.
    """
    try:
        Example.from_plain(plain)
    except TypeError as problem:
        raise NotPlainError(f"an example cannot be used: {problem}") from None
    return {**plain, "args": list(plain.get("args", []))}
