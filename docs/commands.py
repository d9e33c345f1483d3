"""Write the generated pages and parts of the documentation.

    python docs/commands.py --write     write what has changed
    python docs/commands.py --check     exit 1 when something is out of date

Whole pages come from the commands, the configuration models, the guardian's rules, the messages of
the wire and the error tree; parts of pages stand between ``<!-- generated: NAME -->`` and
``<!-- end -->``; the Unreleased section of the changelog is made of the fragments in ``changes/``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from api import api_tables, image_methods
from house import house_picture, rooms_table
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import batos
from batos import errors
from batos.cli.main import cli
from batos.config import BackendConfig, Config, PersonaConfig
from batos.guardian import dialect
from batos.guardian.audit.rules.page import rules_page
from batos.inference.extract import ExtractionError
from batos.kernel.process.service import KernelExit
from batos.wire import faults
from batos.wire.page import messages_page

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
KINDS = ("added", "changed", "deprecated", "removed", "fixed", "security")
_NOTE = "<!-- Written by docs/commands.py; change the code, then run: make docs -->"
_END = "<!-- end -->"


def main(argv: list[str] | None = None) -> int:
    """Write or check everything that is generated; return the exit code."""
    parser = argparse.ArgumentParser(description="Write the generated parts of the documentation.")
    wish = parser.add_mutually_exclusive_group(required=True)
    wish.add_argument("--write", action="store_true", help="write what has changed")
    wish.add_argument("--check", action="store_true", help="exit 1 when something is out of date")
    write = bool(parser.parse_args(argv).write)
    stale = [path for path, text in pages() if _read(path) != text]
    for path, text in pages() if write else ():
        if path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    for path in stale:
        verb = "written" if write else "out of date (run: make docs)"
        print(f"{path.relative_to(ROOT).as_posix()}: {verb}", file=sys.stderr)  # noqa: T201 - a script's report
    return 0 if write or not stale else 1


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""


def pages() -> Iterator[tuple[Path, str]]:
    """Yield every file that is generated, whole or in part, with the text that it should have."""
    yield DOCS / "reference" / "commands.md", commands_page()
    yield DOCS / "reference" / "configuration.md", configuration_page()
    yield DOCS / "reference" / "errors.md", errors_page()
    yield DOCS / "reference" / "guardian-rules.md", rules_page()
    yield DOCS / "reference" / "library.md", library_page()
    development = DOCS / "development.md"
    yield development, filled(_read(development), "house", house())
    yield DOCS / "reference" / "messages.md", messages_page()
    guardian = DOCS / "explanation" / "guardian.md"
    yield guardian, filled(_read(guardian), "dialect", dialect_tables())
    changelog = ROOT / "CHANGELOG.md"
    yield changelog, filled(_read(changelog), "unreleased", unreleased())


def filled(text: str, name: str, part: str) -> str:
    """Return a page with its generated part put in.

    Raises:
        ValueError: The page has no place for it.
    """
    head, begin, rest = text.partition(f"<!-- generated: {name} -->\n")
    _old, end, tail = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"There is no place for the generated part {name!r}.")
    return f"{head}{begin}\n{part.strip()}\n\n{end}{tail}"


def table(columns: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [columns, ("---",) * len(columns), *rows]
    return "\n".join("| " + " | ".join(_cell(each) for each in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# -- commands ----------------------------------------------------------------------------------


def commands_page() -> str:
    """Return the reference of the command line."""
    context = click.Context(cli, info_name="batos", **cli.context_settings)
    names = cli.list_commands(context)
    overview = table(
        ("command", "what it does"),
        ((f"[`batos {name}`](#batos-{name})", _summary(name, context)) for name in names),
    )
    parts = [
        "# Commands",
        _NOTE,
        (
            "Answers go to stdout, progress and remarks to stderr; with `--json` stdout gets one "
            "JSON value, whatever becomes of the command. A command that fails says why in a "
            "sentence and exits with one of these [codes](errors.md)."
        ),
        overview,
        *(_command_part(name, context) for name in names),
    ]
    return "\n\n".join(parts) + "\n"


def _command(name: str, context: click.Context) -> click.Command:
    command = cli.get_command(context, name)
    if command is None:
        raise ValueError(f"The command {name!r} is listed, but its package is not installed.")
    return command


def _summary(name: str, context: click.Context) -> str:
    return _command(name, context).get_short_help_str(100)


def _command_part(name: str, context: click.Context) -> str:
    return "\n\n".join(_command_lines(_command(name, context), name, context, "##"))


def _command_lines(
    command: click.Command, name: str, context: click.Context, heading: str
) -> Iterator[str]:
    """Yield the heading and the help of a command, and those of the commands in it."""
    path = f"{context.command_path} {name}"
    yield f"{heading} {path}"
    yield _help(command, name, context)
    if isinstance(command, click.Group):
        inner = click.Context(command, info_name=name, parent=context)
        for verb in command.list_commands(inner):
            nested = command.get_command(inner, verb)
            if nested is not None:
                yield from _command_lines(nested, verb, inner, f"{heading}#")


def _help(command: click.Command, name: str, parent: click.Context) -> str:
    context = click.Context(
        command, info_name=name, parent=parent, max_content_width=100, terminal_width=100
    )
    return f"```text\n{command.get_help(context).rstrip()}\n```"


# -- configuration -----------------------------------------------------------------------------


def configuration_page() -> str:
    """Return the reference of the configuration."""
    top = {name: each for name, each in Config.model_fields.items() if not _section(each)}
    parts = [
        "# Configuration",
        _NOTE,
        (
            "One file, `config.toml`; `batos config path` prints where it belongs, `batos config` "
            "what is set and by whom. `batos config set kernel.port 5600` writes a setting into it "
            "and `batos config unset kernel.port` takes it out, with your comments and layout as "
            "they are; a system that runs goes on as it is until it is started again."
        ),
        (
            "A setting is taken from the environment, else from the file, else from the defaults "
            "below. In the environment a double underscore stands for a dot: "
            "`BATOS_KERNEL__PORT=0` is `kernel.port`. A value there is JSON where it can be, else "
            "text. An unknown setting is an error."
        ),
        "## Top level",
        _settings(top),
    ]
    for name, each in Config.model_fields.items():
        model = _section(each)
        if model is not None:
            parts += [f"## `[{name}]`", str(model.__doc__).partition("\n")[0]]
            parts.append(_settings(model.model_fields))
    for title, model in (("backends.NAME", BackendConfig), ("personas.NAME", PersonaConfig)):
        parts += [f"## `[{title}]`", str(model.__doc__).partition("\n")[0]]
        parts.append(_settings(model.model_fields))
    parts += ["## Environment", table(("variable", "effect"), iter(_VARIABLES))]
    return "\n\n".join(parts) + "\n"


_VARIABLES = (
    ("`BATOS_HOME`", "One folder for everything: `config`, `data`, `state`, `run` and `cache`."),
    ("`BATOS_CACHE`", "The cache folder, which holds the model; homes may share it."),
    ("`BATOS_DEFAULT_BACKEND`", "The setting `default_backend`."),
    ("`BATOS_SECTION__SETTING`", "Any setting of a section."),
    ("`BATOS_NO_PLUGINS`", "`1` loads no plugin."),
    ("`BATOS_STRICT_PLUGINS`", "`1` makes a faulty plugin an error."),
)


def _section(each: FieldInfo) -> type[BaseModel] | None:
    kind = each.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _settings(fields: dict[str, FieldInfo]) -> str:
    return table(
        ("setting", "type", "default", "meaning"),
        (
            (f"`{name}`", _type(each), _default(each), each.description or _FALLBACKS.get(name, ""))
            for name, each in fields.items()
        ),
    )


_FALLBACKS = {
    "backends": "The backends by a name of your choice; see below.",
    "personas": "What a persona overrides; see below.",
}


def _type(each: FieldInfo) -> str:
    kind = each.annotation
    name = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
    for long, short in (
        ("batos.config.sections.", ""),
        ("typing.", ""),
        ("BackendConfig", "table"),
        ("PersonaConfig", "table"),
        (" | None", ""),
    ):
        name = name.replace(long, short)
    bounds = [
        f"{sign} {getattr(part, key)}"
        for part in each.metadata
        for key, sign in _SIGNS
        if getattr(part, key, None) is not None
    ]
    return f"{name}, {' and '.join(bounds)}" if bounds else name


_SIGNS = (("ge", "≥"), ("gt", ">"), ("le", "≤"), ("lt", "<"))


def _default(each: FieldInfo) -> str:
    if each.is_required():
        return "required"
    value: Any = each.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, dict):
        return ", ".join(f"`{name}`" for name in value) or "empty"
    if value is None:
        return "absent"
    if isinstance(value, str):
        return f'`"{value}"`'
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


# -- errors ------------------------------------------------------------------------------------


def errors_page() -> str:
    """Return the reference of errors and exit codes."""
    rows = (
        (f"`{cls.code}`", f"`{cls.__name__}`", str(int(cls.exit_code)), _meaning(cls))
        for cls in sorted(error_classes(), key=lambda cls: cls.code)
    )
    parts = [
        "# Errors and exit codes",
        _NOTE,
        (
            "An expected error is one sentence on stderr, a hint where something can be done, and "
            "an exit code; with `--json` stdout gets it, too "
            "([Scripts](../how-to/scripts.md#read-json)). On the wire and in the library it is the "
            "same error with the same code. "
            "Anything else is a bug and keeps its traceback. What to do about each: "
            "[Troubleshooting](../how-to/troubleshooting.md)."
        ),
        "## Exit codes",
        table(("code", "meaning"), ((f"`{int(code)}`", _EXITS[code]) for code in errors.ExitCode)),
        "## Exit codes of `batos serve`",
        (
            "A kernel in the foreground is watched by a service manager, which decides by the code "
            "whether to start it again. What is wrong before it starts has a code of above."
        ),
        table(
            ("code", "meaning"), ((f"`{int(code)}`", _KERNEL_EXITS[code]) for code in KernelExit)
        ),
        "## Error codes",
        table(("code", "class", "exit", "meaning"), rows),
        (
            "The classes of the wire's own codes are in `batos.wire.faults`, `ExtractionError` in "
            "`batos.inference`, all others in `batos.errors`. A class is also caught by its "
            "parents: an `ImageLockedError` is an "
            "`ImageError`, and every one is a `BatosError`, with `message`, `hint` and `details`."
        ),
    ]
    return "\n\n".join(parts) + "\n"


_EXITS = {
    errors.ExitCode.OK: "It worked.",
    errors.ExitCode.FAILURE: "It did not work: a mission failed, a method raised, a bug.",
    errors.ExitCode.USAGE: "The request or the configuration is wrong, or nothing can be written.",
    errors.ExitCode.IMAGE: "The image cannot be used.",
    errors.ExitCode.BACKEND: "The model or its backend cannot answer.",
    errors.ExitCode.PLUGIN: "A plugin is missing, broken or incompatible.",
    errors.ExitCode.KERNEL: "The kernel does not run, refuses, or does not answer.",
    errors.ExitCode.WAITING: "What was learned is ready, and waits for a person's word.",
    errors.ExitCode.INTERRUPTED: "Cancelled, or Ctrl-C.",
}


_KERNEL_EXITS = {
    KernelExit.STOPPED: "It was asked to stop.",
    KernelExit.INTERNAL: "A bug, or a worker that does not come up: start it again after a while.",
    KernelExit.TEMPORARY: "Another kernel runs already, or has the image or the port.",
    KernelExit.PERMISSION: "The keys cannot be used, or are open to others.",
    KernelExit.CONFIG: "A setting or a folder cannot be used.",
    KernelExit.IMAGE_DAMAGED: "The image is damaged; `batos image check` tells more.",
}


def error_classes() -> Iterator[type[errors.BatosError]]:
    """Yield every error that has a code of its own."""
    named = [getattr(errors, name) for name in errors.__all__]
    named += [getattr(faults, name) for name in faults.__all__]
    for each in named:
        is_error = isinstance(each, type) and issubclass(each, errors.BatosError)
        if is_error and "code" in vars(each):
            yield each
    if "code" in vars(ExtractionError):
        yield ExtractionError


def _meaning(cls: type[errors.BatosError]) -> str:
    return str(cls.__doc__).partition("\n")[0].replace("``", "`")


# -- the dialect -------------------------------------------------------------------------------


def dialect_tables() -> str:
    """Return the names that generated methods may use."""
    called = {**dialect.BUILTINS, **dialect.REWRITTEN}
    functions = table(
        ("function", "what it is"),
        ((f"`{name}`", f"`{text}`" if "(" in text else text) for name, text in called.items()),
    )
    modules = table(
        ("name", "offers"),
        (
            (f"`{name}`", " ".join(sorted(dialect.FACADES[name])) or "to be called")
            for name in sorted(dialect.FACADES)
        ),
    )
    exceptions = " ".join(f"`{name}`" for name in sorted(dialect.EXCEPTIONS))
    return "\n\n".join(
        [
            "### Functions",
            functions,
            "### Without import",
            modules,
            "### Exceptions",
            exceptions,
        ]
    )


# -- the library and the house -----------------------------------------------------------------


def library_page() -> str:
    """Return the reference of what programs and plugins import."""
    parts = [
        "# The library",
        _NOTE,
        (
            "What a program may rely on; all else may change with any version. How to use it: "
            "[Use it as a library](../how-to/library.md), [Plugins](../plugins/index.md)."
        ),
    ]
    for package, rows in api_tables():
        parts += [f"## `{package}`", table(("name", "what it is"), iter(rows))]
        if package == "batos":
            parts.append("Also every class of [Errors](errors.md), and `ExitCode`.")
            parts += ["### `LivingImage`", table(("call", "what it does"), image_methods())]
    return "\n\n".join(parts) + "\n"


def house() -> str:
    """Return the picture of the rooms, and what each holds."""
    rooms = table(("room", "what it holds"), rooms_table(Path(batos.__file__).parent))
    return f"{house_picture()}\n\n{rooms}"


# -- the changelog -----------------------------------------------------------------------------


def unreleased() -> str:
    """Return the fragments of ``changes/`` as one section a kind.

    Raises:
        ValueError: A fragment's name does not tell its kind.
    """
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for path in sorted((ROOT / "changes").glob("*.md")):
        if path.name == "README.md":
            continue
        kind = path.stem.rpartition(".")[2]
        if kind not in found:
            raise ValueError(f"{path.name} should end in one of: {', '.join(KINDS)}, then .md")
        text = " ".join(path.read_text("utf-8").split())
        found[kind].append(f"- {text}")
    sections = [
        f"### {kind.capitalize()}\n" + "\n".join(lines) for kind, lines in found.items() if lines
    ]
    return "\n\n".join(sections)


if __name__ == "__main__":
    sys.exit(main())
