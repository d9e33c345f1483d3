"""What /help tells names every command of the chat."""

from batos_client.console import Console
from batos_client.help_text import HELP_TEXT


def test_every_command_is_told():
    console = Console(client=None)
    missing = [name for name in console._own if name not in HELP_TEXT]
    assert missing == []
