"""``batos`` alone: everything is started that does not run, and what one talks with is opened."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import TYPE_CHECKING

from batos.cli.reach.contributed import contributed
from batos.cli.system.model_shelf import have_model
from batos.cli.system.starting import start_or_find
from batos.cli.terminal.output import note
from batos.config import load_config
from batos.errors import BatosError, UsageError

if TYPE_CHECKING:
    from batos.config import Loaded

__all__ = ["launch", "what_opens"]

_PARLOR_NEEDS = "textual"


def launch(run: Callable[[list[str]], int]) -> int:
    """Start what does not run, and open what one talks with; return the exit code.

    A system that runs is found as it is. Where none does, the language model is fetched first, if
    it is not here, with its progress; what is proven works without one.

    Args:
        run: Carries out a command, as the command line does.

    Raises:
        UsageError: There is nothing to talk with.
        BatosError: It could not start; the error is its own.
    """
    opens = what_opens()
    loaded = load_config()
    if not _runs(loaded):
        loaded.paths.make()  # where nothing can be written, nothing is fetched
        have_model(loaded)
        start_or_find(loaded)
    return run([opens])


def what_opens() -> str:
    """Return the command that opens what one talks with.

    Raises:
        UsageError: There is none.
    """
    talks = contributed()
    if "parlor" in talks and importlib.util.find_spec(_PARLOR_NEEDS) is not None:
        return "parlor"
    if "chat" in talks:
        note("The Parlor needs Textual: pip install textual. Here is the chat.")
        return "chat"
    raise UsageError("There is nothing to talk with.", hint="Install it: pip install batos-client")


def _runs(loaded: Loaded) -> bool:
    from batos.wire.connection import Connection

    try:
        Connection.read(loaded.paths.runtime_dir)
    except BatosError:
        return False  # a start tells what is wrong with it, if anything is
    return True
