"""Texts of others on their way into a prompt: what would steer a model is made harmless.

A mission, a slot or a document may hold the marks by which a model's template tells speakers
apart, and characters that nobody sees. They stay as they are in the image; a prompt shows them in
a form that means nothing.
"""

from __future__ import annotations

import re

from batos.unseen import UNSEEN

__all__ = ["neutral"]

# Half of a surrogate pair is no character: no model's tokenizer takes it.
_ESCAPES = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    for code in (*UNSEEN, *range(0xD800, 0xE000))
}
_NAMES = (
    "s|bos|eos|pad|unk|mask|sep|cls|start_of_turn|end_of_turn|start_of_image|end_of_image"
    "|tool_call|tool_response|tool_calls|think|thinking|fim_prefix|fim_suffix|fim_middle|unused\\d+"
)
_MARKS = re.compile(
    rf"""
      <(?=[|\uff5c][^<>\n]{{1,60}}[|\uff5c]>)        # <|im_end|>, and with wide bars
    | <(?=/?(?:{_NAMES})>)                           # <end_of_turn>, </s>
    | <(?=</?SYS>>)                                  # <<SYS>>
    | \[(?=/?(?:INST|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|gMASK|CLS|SEP|MASK)\])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HEADINGS = re.compile(r"#{2,6}(?=[ \t]?[^\W\d_][\w ]{0,30}:)")
"""``### Instruction:``, as older templates mark turns; a heading with more blanks stays one."""
_SPEAKERS = re.compile(
    r"^(?=(?:User|Assistant|System|Human|USER|ASSISTANT|SYSTEM|HUMAN):)", re.MULTILINE
)


def neutral(text: str) -> str:
    """Return a text that says nothing to a model but what it says to a person.

    Marks of chat templates get a blank behind their first bracket, headings that end in a colon
    two behind their signs, names of speakers one before them, and unseen characters become their
    escapes.
    """
    unmarked = _MARKS.sub(r"\g<0> ", text.translate(_ESCAPES))
    return _SPEAKERS.sub(" ", _HEADINGS.sub(r"\g<0>  ", unmarked))
