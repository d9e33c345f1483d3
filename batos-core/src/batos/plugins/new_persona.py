"""A new package of a persona: the template that is shipped with this one, under another name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from batos.errors import UsageError
from batos.objects import is_slot_name

__all__ = ["TEMPLATE", "make_persona", "package_of"]

TEMPLATE = Path(__file__).with_name("templates") / "persona"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_LONGEST = 40
_WORDS = re.compile(r"batos-persona-example|Example|EXAMPLE|example")
"""How the template calls its package, its test, and its persona aloud and in files."""


def package_of(name: str) -> str:
    """Return what the package of a persona is called."""
    return f"batos-persona-{name.replace('_', '-')}"


def make_persona(name: str, folder: Path) -> list[str]:
    """Make a package of a persona, complete and small, that passes the kit of all personas.

    Args:
        name: What the persona is called.
        folder: The folder of the package; it must not be there.

    Returns:
        The files of it, relative to the folder.

    Raises:
        UsageError: No persona can have that name, or the folder is there or cannot be written.
    """
    if not (_NAME.fullmatch(name) and is_slot_name(name)) or len(name) > _LONGEST:
        raise UsageError(
            f"{name[:_LONGEST]!r} cannot name a persona.",
            hint=f"A name is up to {_LONGEST} small letters and digits, with single underscores "
            "between; it begins with a letter, and is no word of Python or of every object.",
        )
    called = {
        "batos-persona-example": package_of(name),
        "Example": name.title().replace("_", ""),
        "EXAMPLE": name.upper(),
        "example": name,
    }

    def renamed(text: str) -> str:
        return _WORDS.sub(lambda match: called[match[0]], text)

    sources = (path for path in TEMPLATE.rglob("*") if path.is_file())
    sources = (path for path in sources if "__pycache__" not in path.parts)
    made = {renamed(path.relative_to(TEMPLATE).as_posix()): path for path in sorted(sources)}
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise UsageError(
            f"{str(folder)!r} is there already.", hint="Name a folder that is not: --folder DIR"
        ) from error
    except OSError as error:
        raise _unwritten(folder, error) from error
    try:
        for file, source in made.items():
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(renamed(source.read_text("utf-8")), "utf-8")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise _unwritten(folder, error) from error
    return list(made)


def _unwritten(folder: Path, error: OSError) -> UsageError:
    return UsageError(f"{str(folder)!r} cannot be made: {error.strerror or error}.")
