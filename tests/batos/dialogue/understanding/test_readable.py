"""What is too long for a sentence, and what only looks long."""

import pytest

from batos.dialogue.understanding.readable import readable
from batos.errors import UsageError


def test_a_sentence_stays_as_it_is():
    assert readable("reverse 'a   b'\n\nplease") == "reverse 'a   b'\n\nplease"


def test_blanks_that_say_nothing_take_no_time(home):
    assert readable(f"tell me{' ' * 9000}x") == "tell me x"
    assert home.open().ask(f"undo that{' ' * 9000}please").kind == "ask_back"


def test_a_text_is_told_where_it_belongs():
    with pytest.raises(UsageError, match="20000 characters") as caught:
        readable("word " * 5000)
    assert "batos memory add" in caught.value.hint
