"""Reads one PDF from standard input, and writes its pages to standard output as JSON.

It runs as a process of its own: before it looks at what it was given, it gives up files, sockets
and programs, and limits its memory and its time.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any

from batos.guardian.trial.confine import confine, die_with_parent

__all__ = ["main"]

_MOST_CHARACTERS = 64 << 20


def main() -> None:
    """Read, confine, take apart, tell."""
    pages, seconds, memory = (int(each) for each in sys.argv[1:])
    die_with_parent()
    content = sys.stdin.buffer.read()
    logging.disable()
    _warm_up()
    confine(memory, seconds)
    answer: dict[str, Any] = {"pages": [], "problem": ""}
    try:
        answer["pages"] = _pages(content, pages)
    except MemoryError:
        answer["problem"] = "it takes more memory than it may"
    except ValueError as error:
        answer["problem"] = str(error)
    except Exception as error:  # whatever damaged bytes trip
        told = " ".join(str(error).split())[:120].rstrip(".")
        answer["problem"] = f"{type(error).__name__}: {told}" if told else type(error).__name__
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()


def _warm_up() -> None:
    """Load what the library loads when it first reads: it can open no file afterwards."""
    from pypdf import PdfReader, PdfWriter

    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    writer.write(made)
    PdfReader(made).pages[0].extract_text()


def _pages(content: bytes, most: int) -> list[str]:
    """Return the texts of the pages.

    Raises:
        ValueError: It is encrypted, or there is too much of it.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise ValueError("it is encrypted")
    if len(reader.pages) > most:
        raise ValueError(f"it has {len(reader.pages)} pages, and {most} are read at most")
    texts: list[str] = []
    for page in reader.pages:
        texts.append(page.extract_text())
        if sum(map(len, texts)) > _MOST_CHARACTERS:
            raise ValueError("it has more text than is read of one")
    return texts


if __name__ == "__main__":
    main()
