"""What /help tells."""

from batos_client.parlor.help_text import help_text
from batos_client.parlor.typed import OWN, command_names


def test_every_command_and_the_keys_are_named():
    text = help_text()
    assert all(usage in text for usage in OWN.values())
    assert all(name in text for name in command_names())
    assert "Esc" in text
