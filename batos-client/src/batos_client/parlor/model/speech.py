"""Who says what in an answer, while it is made and once it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Speech", "Voices", "whole_until"]

_NAME = r"(?P<who>{})(?: \(stands alone\))?: "
_FENCE = re.compile(r"`{3,}|~{3,}")


@dataclass
class Speech:
    """What one voice says.

    Attributes:
        who: Name of the persona; empty for the system itself.
        text: What has come so far, Markdown.
        edition: Moves when what was there before is no longer the beginning of the text, so that
            whoever shows it piece by piece begins anew.
    """

    who: str
    text: str = ""
    edition: int = 0


@dataclass
class Voices:
    """The voices of one answer, in the order in which they spoke.

    Attributes:
        speeches: What each says.
    """

    speeches: list[Speech] = field(default_factory=list)

    def speaks(self, who: str) -> None:
        """Have a persona begin; one that speaks again at once takes back what it had said."""
        if self.speeches and self.speeches[-1].who == who:
            _replace(self.speeches[-1], "")
        else:
            self.speeches.append(Speech(who))

    def piece(self, text: str) -> None:
        """Add a piece to what is being said."""
        if not self.speeches:
            self.speeches.append(Speech(""))
        self.speeches[-1].text += text

    def settle(self, text: str, who: str = "", known: Iterable[str] = ()) -> None:
        """Put the whole answer in the place of what has come in pieces.

        Args:
            text: It; where several have spoken each begins a paragraph with a name.
            who: Whose answer it is; empty where several have spoken.
            known: Names of personas beside those that were heard.
        """
        names = {*known, *(each.who for each in self.speeches)} - {""}
        whole = [(who, text)] if who else list(_parts(text, names))
        del self.speeches[len(whole) :]
        for number, (name, said) in enumerate(whole):
            if number == len(self.speeches):
                self.speeches.append(Speech(name, said))
                continue
            there = self.speeches[number]
            if there.who != name:
                there.who = name
                there.edition += 1
            if said.strip() == there.text.strip():
                continue  # blanks at the ends are no reason to lay it out anew
            if said.startswith(there.text):
                there.text = said
            else:
                _replace(there, said)


def whole_until(text: str, start: int = 0) -> int:
    """Return where the last paragraph of a text that still comes is whole.

    Args:
        text: It, Markdown.
        start: Where a paragraph begins.

    Returns:
        Where the text goes on behind a blank line that is in no code; ``start`` where none is.
    """
    end = at = start
    fence = ""
    for line in text[start:].split("\n")[:-1]:
        at += len(line) + 1
        bare = line.strip()
        if fence:
            fence = "" if bare.startswith(fence) and not bare.strip(fence[0]) else fence
        elif found := _FENCE.match(bare):
            fence = found[0]
        elif not bare:
            end = at
    return end


def _replace(speech: Speech, text: str) -> None:
    if speech.text:
        speech.edition += 1
    speech.text = text


def _parts(text: str, names: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Yield who says what in a text whose voices begin a paragraph with their names."""
    known = "|".join(sorted(map(re.escape, (each.upper() for each in names))))
    begins = list(re.finditer(rf"(?:\A|\n\n){_NAME.format(known)}", text)) if known else []
    if not begins or begins[0].start():
        yield "", text[: begins[0].start()] if begins else text
    for number, found in enumerate(begins):
        end = begins[number + 1].start() if number + 1 < len(begins) else len(text)
        yield found["who"].lower(), text[found.end() : end]
