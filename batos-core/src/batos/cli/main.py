"""The ``batos`` command: a group that imports a command when it is called.

``batos --help`` must not wait for a database, a socket or a model library, so that the list of
commands with their one-line help stands here as data.
"""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import EntryPoint
from typing import Any

import click

from batos import __version__
from batos.as_json import allow_long_numbers
from batos.cli.reach.contributed import TALKS, contributed, imported, origin
from batos.errors import (
    BatosError,
    CancelledError,
    DiskError,
    ExitCode,
    UsageError,
    near,
)

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS: Mapping[str, tuple[str, str]] = {
    "ask": ("batos.cli.talk.asking:ask", "Ask in plain language; what it cannot do, it learns."),
    "send": ("batos.cli.talk.asking:send", "Send a message to an object of the image."),
    "chat": ("", "Talk with the personas; needs batos-client."),
    "parlor": ("", "Talk on a whole screen, with all that is learned; needs batos-client."),
    "up": ("batos.cli.system.system:up", "Start the system in the background."),
    "down": ("batos.cli.system.system:down", "Stop the system; running work is finished first."),
    "status": ("batos.cli.system.system:status", "Show what runs."),
    "serve": ("batos.cli.system.system:serve", "Run the kernel in the foreground."),
    "watch": (
        "batos.cli.bus.watching:watch",
        "Hear a cycle or a conversation from its beginning, then live.",
    ),
    "engine": ("batos.cli.bus.engines:engine", "Run a persona in a process of its own."),
    "engines": ("batos.cli.bus.engines:engines", "List who is on the kernel's bus."),
    "gram": ("batos.cli.bus.engines:gram", "Tell an engine something, and print its answer."),
    "watchdog": (
        "batos.cli.upkeep.watching:watchdog",
        "Keep the system up: start it again when it dies or hangs.",
    ),
    "service": (
        "batos.cli.upkeep.servicing:service",
        "Have the system start BAT OS with your session, and keep it up.",
    ),
    "upgrade": (
        "batos.cli.upkeep.upgrading:upgrade",
        "Go to another version, or back; what cannot work never takes over.",
    ),
    "objects": ("batos.cli.objects.objects:objects", "List the objects of the image."),
    "tree": ("batos.cli.objects.tree:tree", "Draw who delegates to whom."),
    "make": ("batos.cli.talk.asking:make", "Make an object from a description."),
    "new": ("batos.cli.objects.shaping:new", "Make an object."),
    "clone": ("batos.cli.objects.shaping:clone", "Make an object that is like another one."),
    "set": ("batos.cli.objects.shaping:set_", "Give a slot of an object a value."),
    "get": ("batos.cli.objects.shaping:get", "Print the value of a slot."),
    "unset": ("batos.cli.objects.shaping:unset", "Take a slot of an object away."),
    "rename": ("batos.cli.objects.shaping:rename", "Give an object another name."),
    "delete": ("batos.cli.objects.shaping:delete", "Take an object away; undo brings it back."),
    "parents": ("batos.cli.objects.shaping:parents", "Show or change what an object delegates to."),
    "move": ("batos.cli.objects.shaping:move", "Move a method to an object above or below."),
    "show": (
        "batos.cli.objects.objects:show",
        "Show an object, a method with its source, or a cycle.",
    ),
    "skills": (
        "batos.cli.exchange.skills:skills",
        "List learned methods; exchange them with others.",
    ),
    "where": ("batos.cli.objects.where:where", "Show where the answer to a message comes from."),
    "why": ("batos.cli.history.why:why", "Show where a method comes from and what became of it."),
    "history": ("batos.cli.history.history:history", "Show what happened, to one thing or lately."),
    "trail": ("batos.cli.history.trail:trail", "Read the audit trail, or hand it on as spans."),
    "diff": ("batos.cli.history.history:diff", "Compare two versions of a method."),
    "undo": (
        "batos.cli.history.history:undo",
        "Take back what was learned or changed, nothing else.",
    ),
    "redo": ("batos.cli.history.history:redo", "Bring back what was taken back."),
    "revert": ("batos.cli.history.history:revert", "Install an older version of a method again."),
    "define": ("batos.cli.methods.methods:define", "Write a method yourself; its text is judged."),
    "edit": ("batos.cli.methods.editing:edit", "Edit methods in your editor."),
    "try": ("batos.cli.methods.methods:try_", "Run a method and see what it would change."),
    "test": ("batos.cli.methods.methods:test", "Run the examples of methods again."),
    "example": ("batos.cli.methods.methods:example", "Say what a method must give."),
    "at": ("batos.cli.history.at:at", "Look at the image as it was, or ask it."),
    "cycles": ("batos.cli.objects.objects:cycles", "List the latest cognitive cycles."),
    "approvals": (
        "batos.cli.talk.approvals:approvals",
        "Decide what was learned and waits for you.",
    ),
    "questions": (
        "batos.cli.talk.questions:questions",
        "Answer what you are asked about a method.",
    ),
    "conversations": (
        "batos.cli.talk.conversations:conversations",
        "List, read, search and delete conversations.",
    ),
    "corrections": (
        "batos.cli.talk.corrections:corrections",
        "Set right sentences that were read wrongly.",
    ),
    "facts": ("batos.cli.talk.facts:facts", "List and forget what you have told of yourself."),
    "confirm": ("batos.cli.talk.questions:confirm", "Say that a tentative method is right."),
    "memory": (
        "batos.cli.memory.memory:memory",
        "Give the image documents to read, and search what it knows.",
    ),
    "image": ("batos.cli.care.image:image", "Look after the image: check, pack, backup, restore."),
    "heartbeat": (
        "batos.cli.care.heartbeat:heartbeat",
        "Have the image look after itself, and see what it found.",
    ),
    "genesis": ("batos.cli.care.genesis:genesis", "Awaken the image, or tell what that would do."),
    "guardian": ("batos.cli.methods.guardian:guardian", "Judge methods before they enter."),
    "plugins": ("batos.cli.system.plugins:plugins", "List plugins and what became of them."),
    "personas": (
        "batos.cli.system.personas:personas",
        "List the personas; make the package of a new one.",
    ),
    "backends": (
        "batos.cli.system.backends:backends",
        "List inference backends, and what each takes.",
    ),
    "eval": ("batos.cli.system.evaluating:evaluate", "Measure how well missions are learned."),
    "models": (
        "batos.cli.system.models:models",
        "List language models; fetch, choose and check them.",
    ),
    "adapters": (
        "batos.cli.system.adapters:adapters",
        "List LoRA adapters; have personas answer through them.",
    ),
    "config": ("batos.cli.system.config:config", "Show the configuration and where it comes from."),
    "doctor": ("batos.cli.system.doctor:doctor", "Check the installation and the image."),
    "tour": ("batos.cli.tour:tour", "Learn a first method, restart, and use it again."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called.

    Attributes:
        ours: Names of commands that no other package can take.
    """

    ours = frozenset(COMMANDS)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of the table; then those of others."""
        del ctx
        return [*COMMANDS, *_others()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now.

        Raises:
            PluginError: It is another package's, and cannot be imported or is no command.
        """
        del ctx
        target = COMMANDS.get(cmd_name, ("", ""))[0]
        if not target:
            entry = contributed().get(cmd_name)
            return imported(entry) if entry is not None else None
        module, _, attribute = target.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command), f"{target} is a command"
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was called, or name a near match."""
        name = args[0]
        known = self.list_commands(ctx)
        if name not in known and not name.startswith("-"):
            hint = near(name, known)
            raise click.UsageError(f"There is no command {name!r}. {hint}".strip(), ctx)
        if name in TALKS and name not in contributed():
            raise click.UsageError(
                f"The {name} is not installed. Install it: pip install batos-client", ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])
        if others := _others():
            with formatter.section("Commands of other packages"):
                formatter.write_dl(
                    [(name, f"From {origin(each)}.") for name, each in others.items()]
                )


def _others() -> dict[str, EntryPoint]:
    """Return the commands of others that are new names; nobody takes the place of one of ours."""
    return {name: each for name, each in contributed().items() if name not in COMMANDS}


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nFiles live in your data, state, config and cache folders; BATOS_HOME moves all.",
)
@click.version_option(__version__, prog_name="batos")
@click.pass_context
def cli(context: click.Context) -> int:
    """BAT OS: a living image that learns.

    Alone, on a terminal, it starts what does not run yet and opens the Parlor, or the chat where
    there is no Textual.

    \b
    Examples:
      batos
      batos up
      batos ask "write a method that counts the vowels in a text; e.g. 'banana split' gives 4"
      batos send genesis count_vowels '"banana split"'
      batos show genesis.count_vowels
    """
    if context.invoked_subcommand is not None:
        return ExitCode.OK
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.exceptions.NoArgsIsHelpError(context)
    from batos.cli.system.launching import launch

    return launch(main)


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Expected errors are one sentence and a hint on stderr, and with ``--json`` among the words one
    JSON object on stdout as well; anything else is a bug and keeps its traceback.
    """
    words = sys.argv[1:] if argv is None else argv
    allow_long_numbers()
    as_json = "--json" in words[: words.index("--")] if "--" in words else "--json" in words
    try:
        _check_encoding(words)
        result: Any = cli.main(args=list(words), prog_name="batos", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _failed(CancelledError("Interrupted."), as_json, lambda: _say("Interrupted."))
    except click.ClickException as error:
        usage = isinstance(error, click.UsageError)
        worded = (UsageError if usage else BatosError)(error.format_message(), hint=_help_of(error))
        return _failed(worded, as_json, error.show)
    except BatosError as error:
        return _failed(error, as_json)
    except SystemExit:
        # How click ends when the reader of a pipe has gone, as with "| head".
        return ExitCode.OK
    except Exception as error:
        if isinstance(error, OSError) and DiskError.fits(error):
            return _failed(DiskError(error), as_json)
        bug = BatosError(f"This is a bug in BAT OS: {type(error).__name__}: {error}")
        bug.code = "internal"
        _failed(
            bug,
            as_json,
            lambda: _say("This is a bug in BAT OS; please report it with what follows."),
        )
        raise
    return result if isinstance(result, int) else ExitCode.OK


def _failed(error: BatosError, as_json: bool, show: Callable[[], None] | None = None) -> int:
    """Say what went wrong, and return the exit code.

    Args:
        error: It.
        as_json: Whether stdout gets it, too: a program reads that, a person the sentence.
        show: Says it on stderr; the usual way when left out.
    """
    from batos.cli.terminal.output import error_plain, print_json, show_error

    if as_json:
        print_json({"error": error_plain(error)})
    if show is None:
        show_error(error)
    else:
        show()
    return error.exit_code


def _say(text: str) -> None:
    click.echo(text, err=True)


def _help_of(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"Try '{context.command_path} --help'." if context is not None else ""


def _check_encoding(words: Sequence[str]) -> None:
    """Raise an error for words that are no text; Python hands their bytes on as half characters."""
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            shown = word.encode("utf-8", "backslashreplace").decode("utf-8")
            raise UsageError(f"The argument '{shown}' is not valid text (UTF-8).")


def run(*, lead: bool = True) -> None:
    """Enter from the console script.

    Args:
        lead: Whether an environment that an upgrade has put in the place of this one does it.
    """
    import logging

    if lead:
        from batos.cli.reach.successor import follow

        follow(sys.argv[1:])

    _settle_streams()
    _heed_ctrl_c()
    # What goes wrong is told in a sentence; the log of a command would repeat it as a traceback.
    for name in ("batos", "ZODB", "ZEO", "relstorage", "txn"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    code = main()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone; Python would complain once more at its own flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _heed_ctrl_c() -> None:
    """Have Ctrl-C raise KeyboardInterrupt where the caller had it ignored, as a shell does with &.

    Every command promises to stop at it, and whoever sends the signal means this process.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _settle_streams() -> None:
    """Make the streams bear what is not theirs to judge: no terminal, or a poor encoding."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller, as with ">&-"
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115


if __name__ == "__main__":
    run(lead=False)
