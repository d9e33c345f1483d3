"""Reading documents: text, Markdown, JSONL of golden pairs, and PDF, within limits."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batos.errors import UsageError
from batos.memory.documents.parts import Pair, Part, markdown_parts, text_parts, whole
from batos.memory.documents.pdf import pdf_pages
from batos.memory.facets import Known, known_of

__all__ = [
    "FORMS",
    "ReadDocument",
    "check_name",
    "check_size",
    "files_of",
    "form_of",
    "read_document",
    "read_file",
]

FORMS = ("text", "markdown", "jsonl", "pdf")
"""Forms that a document may have."""
_SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".pdf": "pdf",
    ".txt": "text",
    ".text": "text",
    ".rst": "text",
    ".org": "text",
    ".adoc": "text",
    ".tex": "text",
}
_FIELDS = ("prompt", "response", "persona", "text", "title")
_META = ("metadata", "meta")
"""Fields of a line whose own fields are known of it, as all others are."""
_LONGEST_NAME = 300
_MOST_FILES = 10_000
_MOST_REFUSALS = 20
_CAN = "Text, Markdown, JSONL and PDF can be taken in."


@dataclass(frozen=True)
class ReadDocument:
    """A document that was read.

    Attributes:
        form: One of :data:`FORMS`.
        parts: What it falls into.
        refused: Why lines of it are not taken, a sentence each, with their numbers.
    """

    form: str
    parts: tuple[Part, ...]
    refused: tuple[str, ...] = ()


def files_of(path: Path) -> list[Path]:
    """Return the documents that a path leads to: a file, or those in a folder and below it.

    In a folder what is hidden is left out, and what has no suffix of a document.

    Raises:
        UsageError: There is none, or there are too many.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        if path.exists():
            raise UsageError(
                f"{str(path)!r} is neither a file nor a folder.",
                hint="What comes out of it is taken from standard input: batos memory add -",
            )
        raise UsageError(f"There is no file or folder {str(path)!r}.", hint="Is it spelled right?")
    found = []
    for place, folders, names in os.walk(path):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            file = Path(place, name)
            if not name.startswith(".") and file.suffix.lower() in _SUFFIXES and file.is_file():
                found.append(file)
        if len(found) > _MOST_FILES:
            raise UsageError(
                f"{str(path)!r} holds more than {_MOST_FILES} documents.",
                hint="Add the folders in it one by one.",
            )
    if not found:
        raise UsageError(f"The folder {str(path)!r} holds no document.", hint=_CAN)
    return found


def read_file(path: Path, largest: int) -> bytes:
    """Return the content of a file.

    Args:
        path: It.
        largest: Bytes that it may have; a larger one is not read.

    Raises:
        UsageError: It cannot be read, or is larger.
    """
    try:
        with path.open("rb") as file:
            # What it says of its size may be wrong, as of a pipe.
            content = b"" if os.fstat(file.fileno()).st_size > largest else file.read(largest + 1)
            size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise UsageError(f"{str(path)!r} cannot be read: {error.strerror or error}.") from error
    check_size(path.name, max(size, len(content)), largest)
    return content


def check_name(name: str) -> None:
    """Do nothing for a name that a document can be called by.

    Raises:
        UsageError: It is empty, too long, or has signs that cannot be seen.
    """
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(
            f"{name[:60]!r} cannot name a document.",
            hint=f"A name is one line of up to {_LONGEST_NAME} characters.",
        )


def check_size(name: str, size: int, largest: int) -> None:
    """Do nothing for a document that is not too large.

    Args:
        name: What it is called.
        size: Its bytes.
        largest: Those that it may have.

    Raises:
        UsageError: It is larger.
    """
    if size > largest:
        raise UsageError(
            f"{name!r} has {size / (1 << 20):,.0f} MiB; a document may have {largest >> 20}.",
            hint="Split it, or raise memory.max_file_mb.",
        )


def form_of(name: str, content: bytes) -> str:
    """Return the form that a document has, by its name and by how it begins."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    return _SUFFIXES.get(Path(name).suffix.lower(), "text")


def read_document(
    name: str, content: bytes, form: str, *, heed: Callable[[str], None] = lambda _far: None
) -> ReadDocument:
    """Take a document apart.

    Args:
        name: What errors call it.
        content: Its bytes.
        form: One of :data:`FORMS`.
        heed: Told now and then how far it is; what it raises ends the work.

    Raises:
        UsageError: It is not of that form, or there is nothing in it that could be read.
    """
    refused: list[str] = []
    parts: Iterator[Part]
    if form == "pdf":
        pages = enumerate(map(whole, pdf_pages(name, content, heed)), start=1)
        parts = (part for number, text in pages for part in text_parts(text, f"page {number}"))
    elif form == "markdown":
        parts = markdown_parts(_text(name, content))
    elif form == "jsonl":
        parts = _lines(_text(name, content), refused, heed)
    elif form == "text":
        parts = text_parts(_text(name, content))
    else:
        raise UsageError(f"There is no form {form!r}.", hint=f"There are {', '.join(FORMS)}.")
    once: dict[str, Part] = {}
    done = 0
    for part in parts:
        once[part.id] = part
        done += len(part.text)
        heed(f"{done / (1 << 20):.1f} of {len(content) / (1 << 20):.1f} MiB")
    if not once:
        # Nothing of it is taken, so that what it was before stays.
        raise UsageError(f"There is no text in {name!r}.", hint=refused[0] if refused else "")
    return ReadDocument(form, tuple(once.values()), tuple(refused))


def _text(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{name!r} is no text: byte {error.start} is not UTF-8.", hint=_CAN
        ) from None
    if "\0" in text:
        raise UsageError(f"{name!r} is no text: byte {content.index(0)} is zero.", hint=_CAN)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str, refused: list[str], heed: Callable[[str], None]) -> Iterator[Part]:
    """Yield a part for each line of JSONL that is one; tell of the others."""
    unheard = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield _part(whole(json.loads(line)))
        except (ValueError, RecursionError) as error:
            heed(f"line {number}")
            if len(refused) < _MOST_REFUSALS:
                reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
                refused.append(f"Line {number} is not taken: {reason}.")
            else:
                unheard += 1
    if unheard:
        refused.append(f"{unheard} further lines are not taken.")


def _part(value: Any) -> Part:
    """Return what a line of JSONL says.

    Raises:
        ValueError: It is neither a golden pair nor a text.
    """
    if not isinstance(value, dict):
        raise ValueError("it is no JSON object")
    texts = {name: str(value.get(name) or "") for name in _FIELDS}
    for name in texts:
        if not isinstance(value.get(name, ""), str):
            raise ValueError(f"{name!r} must be a text")
    known = _known(value)
    if texts["prompt"].strip() and texts["response"].strip():
        pair = Pair(texts["prompt"].strip(), texts["response"].strip(), texts["persona"].strip())
        return Part("", f"{pair.prompt}\n{pair.response}", pair, known)
    if texts["text"].strip():
        return Part(texts["title"].strip(), texts["text"].strip(), meta=known)
    raise ValueError("it has neither 'prompt' and 'response' nor 'text'")


def _known(value: dict[str, Any]) -> dict[str, Known]:
    """Return what a line of JSONL says of itself, beside what it is."""
    inner = [value[name] for name in _META if isinstance(value.get(name), dict)]
    own = {name: each for name, each in value.items() if name not in _FIELDS}
    return known_of({**{k: v for each in inner for k, v in each.items()}, **own})
