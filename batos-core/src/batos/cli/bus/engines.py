"""``batos engine``, ``batos engines`` and ``batos gram``."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from batos import __version__
from batos.cli.terminal.arguments import SignedCommand, read_arguments, text_flag
from batos.cli.terminal.output import fitted, json_flag, note, print_json, print_table, printable
from batos.cli.terminal.progress import CycleProgress
from batos.config import load_config
from batos.errors import KernelNotRunningError, UsageError
from batos.wire.messages.bus import BatGram
from batos.wire.messages.image import ShowPersona
from batos.wire.messages.kernel import KernelStatus

if TYPE_CHECKING:
    from batos.wire import KernelClient
    from batos.wire.connection import Connection

__all__ = ["engine", "engines", "gram"]

_AGAIN_S = 60.0
"""Seconds that an engine waits for a kernel that is gone to come back."""
_LOOK_S = 0.5


def _reach(command: Any) -> Any:
    """Add what says where the kernel is to a command."""
    connect = click.option(
        "--connect",
        "endpoint",
        default="",
        metavar="tcp://HOST:PORT",
        help="A kernel on another machine.",
    )
    keys = click.option(
        "--keys",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder with copies of that kernel's kernel.json and keys/client.key; the runtime "
        "folder when left out.",
    )
    return connect(keys(command))


def _reached(endpoint: str, keys: Path | None) -> KernelClient:
    from batos.wire import KernelClient

    return KernelClient.connect(keys or load_config().paths.runtime_dir, endpoint=endpoint)


@click.command()
@click.argument("persona")
@click.option("--as", "name", default="", help="Its name on the bus, if not that of the persona.")
@_reach
@json_flag
def engine(persona: str, name: str, endpoint: str, keys: Path | None, as_json: bool) -> None:
    """Run a persona in a process of its own, until Ctrl-C or the end of the kernel.

    It joins the kernel's bus under its name and answers grams as that persona: what is said to it
    ('talk') with the kernel's model, all else by the methods of its object in the image. A kernel
    that is started again within a minute is joined again.

    \b
    Examples:
      batos engine brick
      batos engine brick --as brick-2
      batos engine robin --connect tcp://10.0.0.7:5555 --keys house
    """
    from batos.kernel.worker.engine import EngineRuntime
    from batos.kernel.worker.persona_engine import PersonaEngine

    loaded = load_config()
    with _reached(endpoint, keys) as client:
        connection, mind = client.connection, client.request(ShowPersona(persona))
    called = name or mind.name
    log = loaded.paths.log_dir / f"engine-{mind.name}.log"
    told: list[str] = []

    def joined() -> None:
        if as_json and not told:
            print_json({"engine": called, "persona": mind.name, "endpoint": connection.endpoint})
            sys.stdout.flush()
        told.append(called)
        note(f"{called.upper()} is on the bus of {connection.endpoint}; Ctrl-C ends it.")

    persona_engine = PersonaEngine(mind.name)
    while True:
        try:
            EngineRuntime(
                called,
                persona_engine.answer,
                connection,
                (keys or loaded.paths.runtime_dir) / "keys",
                version=__version__,
                log=log,
                on_joined=joined,
            ).serve()
        except KernelNotRunningError as error:
            note(f"{error.message} Waiting for it to come back…")
            connection = _come_back(endpoint, keys or loaded.paths.runtime_dir)
        else:
            note(f"{called.upper()} has left the bus.")
            return


def _come_back(endpoint: str, folder: Path) -> Connection:
    """Return the connection of a kernel that was started again.

    Raises:
        KernelNotRunningError: None was, for a minute.
    """
    from batos.wire import KernelClient

    deadline = time.monotonic() + _AGAIN_S
    while True:
        try:
            with KernelClient.connect(folder, endpoint=endpoint) as client:
                return client.connection
        except KernelNotRunningError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_S)


@click.command()
@_reach
@json_flag
def engines(endpoint: str, keys: Path | None, as_json: bool) -> None:
    """List who is on the kernel's bus: engines, and interfaces that have a name.

    \b
    Examples:
      batos engines
      batos engines --json
    """
    with _reached(endpoint, keys) as client:
        found = [each for each in client.request(KernelStatus())["engines"] if each.get("member")]
    columns = ["name", "state", "running", "max_parallel", "pid", "version", "text"]
    rows = [{column: dict(each)[column] for column in columns} for each in found]
    if as_json:
        print_json(rows)
    else:
        print_table(columns, rows, "Nobody is on the bus. Run a persona: batos engine PERSONA")


@click.command(cls=SignedCommand)
@click.argument("target")
@click.argument("method")
@click.argument("arguments", nargs=-1)
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), help="Seconds to wait.")
@text_flag
@_reach
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@json_flag
def gram(
    target: str,
    method: str,
    arguments: tuple[str, ...],
    timeout: float | None,
    as_text: bool,
    endpoint: str,
    keys: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Tell an engine something by its name, and print what it answers.

    ARGUMENTS are read as those of 'batos send': JSON, or else text; NAME=VALUE by name. A text
    that is answered is printed as it is, any other value, and everything with --json, as JSON.

    \b
    Examples:
      batos gram brick talk "what is a mutex?"
      batos gram brick count_vowels banana
      batos gram brick talk "hello" --connect tcp://10.0.0.7:5555 --keys house
    """
    args, kwargs = read_arguments(arguments, as_text=as_text, stdin=sys.stdin.buffer)
    asked = BatGram(target, method, _payload(args, kwargs))
    with _reached(endpoint, keys) as client, CycleProgress(quiet=quiet) as progress:
        answer = client.request(asked, on_event=progress, timeout=timeout).answer
    if isinstance(answer, str) and not as_json:
        click.echo(fitted(printable(answer), sys.stdout))
    else:
        print_json(answer)


def _payload(args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
    """Return the arguments of a method as one value: alone, in a row, or by name.

    Raises:
        UsageError: They are both in a row and by name.
    """
    if args and kwargs:
        raise UsageError("A gram has its arguments in a row or by name, not both.")
    if kwargs:
        return kwargs
    if len(args) == 1 and not isinstance(args[0], (list, dict)):
        return args[0]
    return list(args) or None
