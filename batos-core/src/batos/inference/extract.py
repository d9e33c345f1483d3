"""Taking one method, or one class, out of what a model said.

Small models wrap code in prose, forget to close the fence, repeat the function, add examples and
prints, leave ``self`` out, indent badly, or write a class around it. The reading is lenient in
form and strict in name: a function of another name is not the answer that was asked for.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from batos.errors import BatosError
from batos.inference.fitting import fit, import_names
from batos.inference.layout import block_at, complete_function, parse

__all__ = ["ExtractionError", "extract_class", "extract_method"]

_LONGEST = 64_000
"""Characters that are looked at; a model that prints for ever says nothing new after them."""

_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_DEF = re.compile(r"^ *def +(\w+) *\(")
_CLASS = re.compile(r"^ *class +\w+.*:", re.MULTILINE)
_IMPORT = re.compile(r"^ *(?:import|from) +\w")
_DOCTEST = re.compile(r"^ *(?:>>>|\.\.\.) ?", re.MULTILINE)
_GLUED_FENCE = re.compile(r"(?<=\S)```[ \t]*$", re.MULTILINE)
_FENCE_WORDS = re.compile(r"^[ \t]*(?:```|~~~)[ \t]*(?:(?:python3?|py)\b)?[ \t]*")
_MARKERS = re.compile(
    r"<\|?(?:end_of_turn|start_of_turn|im_end|im_start|endoftext|eot_id)\|?>|</s>"
)


class ExtractionError(BatosError):
    """No method could be taken out of a text; the message says why, for a person and a model."""

    code = "extraction"


@dataclass(frozen=True)
class _Found:
    """A function in the text: its name, its mended source, and what was imported above it."""

    name: str
    source: str
    imports: dict[str, str]


def extract_method(text: str, selector: str | None, *, rename: bool = False, head: str = "") -> str:
    """Return the source of the method that a text holds.

    Args:
        text: What the model said.
        selector: Name that the method must have; ``None`` takes the first function.
        rename: Give a function the wanted name if it is the only one and its name is another.
        head: First line of the method, for an answer that is its body alone.

    Returns:
        One top-level function with ``self``, ending in a newline.

    Raises:
        ExtractionError: There is no complete function, or none of that name.
    """
    cleaned = _clean(text)
    found: list[_Found] = []
    incomplete: list[str] = []
    for region in _regions(cleaned):
        complete, cut = _functions(region)
        for each in complete:
            if selector in (None, each.name):
                return _finish(each, selector or each.name)
        found += complete
        incomplete += cut
    names = list(dict.fromkeys(each.name for each in found))
    if rename and selector and len(names) == 1 and selector not in incomplete:
        return _finish(found[0], selector)
    if head and (whole := _with_head(cleaned, head)):
        return extract_method(whole, selector)
    raise ExtractionError(_reason(cleaned, selector, names, incomplete), details={"names": names})


def extract_class(text: str, methods: Collection[str]) -> str:
    """Return the source of the class that a text holds; its cut-off end is left out.

    Args:
        text: What the model said.
        methods: What the class is to have; of several, the one with most of them is taken.

    Raises:
        ExtractionError: It holds no class that can be read.
    """
    found: list[str] = []
    for region in _regions(_clean(text)):
        lines = region.split("\n")
        found += [
            source
            for number, line in enumerate(lines)
            if _CLASS.match(line) and (source := _readable(block_at(lines, number)))
        ]
    if not found:
        raise ExtractionError("The answer holds no class that can be read.")
    return max(found, key=lambda source: sum(f"def {name}(" in source for name in methods))


def _readable(block: Sequence[str]) -> str:
    """Return the longest beginning of a class's lines that can be read, up to a method's end."""
    ends = [number for number, line in enumerate(block) if line.lstrip().startswith("def ")]
    for end in (len(block), *reversed(ends[1:])):
        source = "\n".join(block[:end]).rstrip() + "\n"
        if parse(source) is not None:
            return source
    return ""


def _with_head(text: str, head: str) -> str:
    """Return the function whose bare body a text is; empty where it is none."""
    inside = text.partition("```python\n")[2].partition("```")[0] or text
    if "def " in inside or not inside.strip():
        return ""
    body = textwrap.indent(textwrap.dedent(inside.strip("\n")), "    ")
    source = f"{head}\n{body}\n"
    tree = parse(source)
    if tree is None or len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        return ""
    # A sentence, or a single name, may well be an expression.
    says_more = any(not isinstance(each, (ast.Expr, ast.Pass)) for each in tree.body[0].body)
    return source if says_more else ""


def _finish(found: _Found, name: str) -> str:
    source = fit(found.source, name, found.imports)
    if parse(source) is None:
        raise ExtractionError(f"Function {found.name!r} could not be fitted to a method.")
    return source.rstrip() + "\n"


def _reason(text: str, selector: str | None, names: list[str], incomplete: list[str]) -> str:
    """Return one sentence on why nothing was taken."""
    if selector is not None and names:
        others = ", ".join(repr(name) for name in names)
        return f"The answer holds {others}, but {selector!r} was asked for."
    if incomplete:
        return (
            f"Function {incomplete[0]!r} is not complete: it was cut off, is empty, "
            "or its indentation cannot be read."
        )
    if not text.strip():
        return "The answer is empty."
    return "The answer holds no function."


def _clean(text: str) -> str:
    """Return a text with plain line ends, spaces for tabs, and no markers of a chat template."""
    text = text[:_LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\ufeff", "").replace("\u200b", "").replace("\u00a0", " ")
    text = text.replace("\x00", "").replace("\x0c", "\n").expandtabs(4)
    text = _GLUED_FENCE.sub("\n```", _MARKERS.sub("", text))
    return text.encode("utf-8", "replace").decode()


def _regions(text: str) -> Iterator[str]:
    """Yield the parts of a text that may hold the code, the likeliest first.

    Fenced parts come first, an unclosed fence reaching to the end; then the whole text without
    its fence lines; then the whole text with doctest prompts taken off.
    """
    marks = list(_FENCE.finditer(text))
    for opening, closing in zip(marks[::2], [*marks[1::2], None], strict=False):
        inside = text[opening.end() : closing.start() if closing else len(text)]
        # The rest of the opening line is the language, unless the code follows at once.
        region = _FENCE_WORDS.sub("", opening.group() + inside)
        if "def " in region:
            yield region
    bare = "\n".join(_FENCE_WORDS.sub("", line) for line in text.split("\n"))
    yield bare
    if ">>>" in bare:
        yield _DOCTEST.sub("", bare)


def _functions(region: str) -> tuple[list[_Found], list[str]]:
    """Return the complete functions of a region in order, and the names of incomplete ones."""
    lines = region.split("\n")
    found: list[_Found] = []
    incomplete: list[str] = []
    imports: dict[str, str] = {}
    resume = 0
    for number, line in enumerate(lines):
        if number < resume:
            continue
        if _IMPORT.match(line):
            tree = parse(line.strip())
            imports.update(import_names(tree.body) if tree else {})
        match = _DEF.match(line)
        if match is None:
            continue
        block = block_at(lines, number)
        margin = len(line) - len(line.lstrip(" "))
        rest = [each[margin:] for each in lines[number + 1 :]]
        source = complete_function(block, rest)
        if source is None:
            incomplete.append(match[1])
            continue
        if not match[1].startswith("__"):
            found.append(_Found(match[1], source, dict(imports)))
        # A function inside a function is part of it, not an answer of its own.
        resume = number + max(len(block), source.count("\n"))
    return found, incomplete
