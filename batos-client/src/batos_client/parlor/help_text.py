"""What /help tells in the Parlor."""

from __future__ import annotations

from batos_client.parlor.typed import OWN, command_names

__all__ = ["help_text"]

_KEYS = {
    "Enter": "send; Ctrl-J begins a further line",
    "Esc": "stop what runs; once more stops it at once",
    "Up, Down": "what was typed before",
    "Tab": "complete a command; go on to what you are asked",
    "1 … 9": "answer a question that has the focus",
    "F2": "the side: objects, talks, memory, what waits",
    "F8": "take back the latest change, as /undo does",
    "F9": "copy the latest answer",
    "Home": "earlier turns, in the talk",
    "Ctrl-P": "the palette: every command, and themes",
    "Ctrl-Q": "leave",
}


def help_text() -> str:
    """Return the keys and the commands."""
    keys = [f"  {key:<10}{what}" for key, what in _KEYS.items()]
    own = [f"  {usage}" for usage in OWN.values()]
    others = " ".join(name for name in command_names() if name not in OWN)
    return "\n".join(
        [
            "Type what you want; a sentence that asks for a method becomes a mission.",
            "Keys:",
            *keys,
            "Commands:",
            *own,
            f"  and those of 'batos', as they are typed there: {others}",
        ]
    )
