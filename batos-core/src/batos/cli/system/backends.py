"""``batos backends``: what answers, and what each kind of backend takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
import msgspec
from click.shell_completion import CompletionItem

from batos.cli.reach.connect import connected
from batos.cli.reach.installed import installed
from batos.cli.reach.running import Running, running_models
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, print_line, print_table
from batos.config import AUTO, Loaded, load_config
from batos.errors import BatosError, ExitCode, UnknownNameError, UsageError

if TYPE_CHECKING:
    from batos.inference import Backend
    from batos.plugins import BackendSpec
    from batos.plugins.choosing import AutoChoice

__all__ = ["backends"]


def _complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> Any:
    """Return the names that go on as what is typed."""
    try:
        loaded = load_config()
        names = {*loaded.config.backends, *(spec.name for spec in installed(loaded).backends())}
    except BatosError:
        return []
    return [CompletionItem(name) for name in sorted(names) if name.startswith(begun)]


@click.group(cls=NounGroup)
@json_flag
def backends(as_json: bool) -> None:
    """List inference backends; tell what each takes, try one, and have it used.

    \b
    Examples:
      batos backends
      batos backends show llamacpp
      batos backends test embedded
      batos backends use embedded --role coder
    """


@backends.command("list")
@json_flag
def list_(as_json: bool = False) -> None:
    """List inference backends: those installed, what is configured, and what runs.

    Of a running system each line tells which model and file it has, and since when; --json has
    the whole of it.

    \b
    Examples:
      batos backends list
      batos backends list --json
    """
    from batos.plugins.backends import persona_table, role_table
    from batos.plugins.choosing import auto_choice, settled

    as_written = load_config()
    found = installed(as_written)
    loaded = settled(as_written, found)
    choice = None if AUTO in as_written.config.backends else auto_choice(as_written, found)
    running = _running(loaded)
    models = {str(each["name"]): each for each in running.models} if running else {}
    served = [*role_table(loaded, found).items(), *persona_table(loaded, found).items()]
    specs = {spec.name: spec for spec in found.backends()}
    rows = []
    for alias, config in loaded.config.backends.items():
        spec = specs.get(config.provider)
        rows.append(
            {
                "name": alias,
                "provider": config.provider,
                "model": config.model or (spec.default_model if spec else ""),
                "roles": [each for each, used in served if used == alias],
                "state": "installed" if spec else "provider not installed",
                **_as_it_runs(running, models.get(alias)),
            }
        )
    rows += [
        {
            "name": alias,
            "provider": model["backend"],
            "model": "",
            "roles": [],
            "state": "runs, but is not configured here",
            **_as_it_runs(running, model),
        }
        for alias, model in models.items()
        if alias not in loaded.config.backends
    ]
    used = {config.provider for config in loaded.config.backends.values()}
    rows += [
        {
            "name": "",
            "provider": spec.name,
            "model": spec.default_model,
            "roles": [],
            "state": "installed, not configured",
            **_as_it_runs(running, None),
        }
        for spec in specs.values()
        if spec.name not in used
    ]
    if choice is not None:
        rows.append(_auto_row(choice, as_written))
    if as_json:
        print_json(rows)
    else:
        columns = ["name", "provider", "model", "roles", "state"]
        print_table(columns, rows, "No backend.")
        for each in choice.passed if choice is not None else ():
            print_line(each, mark="auto passes over: ", hang=6)
        for line in running.lines() if running else ["no kernel runs"]:
            print_line(line, mark="running: ", hang=9)


@backends.command()
@click.argument("name", shell_complete=_complete)
@json_flag
def show(name: str, as_json: bool) -> None:
    """Show what a backend takes: its options, what each means, and what is set.

    NAME is that of a kind of backend, such as llamacpp, or of one that is configured.

    \b
    Examples:
      batos backends show llamacpp
      batos backends show embedded --json
    """
    loaded = load_config()
    spec = _looked_up(loaded, name)
    # A key or a password is only hinted at in there.
    settings = {key: value for key, value, _ in loaded.values()}
    rows = [
        {**row, "set": settings.get(_setting(name, row["name"]))}
        for row in (spec.options.describe() if spec.options is not None else [])
    ]
    if as_json:
        told = {"name": spec.name, "summary": spec.summary, "default_model": spec.default_model}
        print_json({**told, "options": rows})
        return
    print_line(spec.summary, mark=f"{spec.name}: ", hang=len(spec.name) + 2)
    lines = [{**row, **{key: _as_text(row[key]) for key in ("default", "set")}} for row in rows]
    columns = ["name", "type", "default", "set", "meaning"]
    print_table(columns, lines, "It tells nothing of its options.")


@backends.command()
@click.argument("name", shell_complete=_complete)
@json_flag
def test(name: str, as_json: bool) -> ExitCode:
    """Try a backend: three prompts, how soon and how fast they are answered, and what works.

    It runs in this process, beside a running system. NAME is that of a configured backend, of an
    installed kind, which is then tried as it is without any options, or auto.

    \b
    Examples:
      batos backends test embedded
      batos backends test embedded --json
    """
    from dataclasses import asdict

    from batos.cli.system.trying import tried

    loaded = load_config()
    backend = _made(loaded, name)
    try:
        backend.load(lambda what, share: note(f"{what}…") if share is None else None)
        found = list(tried(backend))
        declared = asdict(backend.capabilities())
    finally:
        backend.close()
    if as_json:
        rows = [each.to_plain() for each in found]
        print_json({"name": name, "model": backend.model, "prompts": rows, "declares": declared})
    else:
        columns = ["prompt", "first token", "tokens/s", "tokens", "ended", "answer"]
        print_table(columns, [each.as_line() for each in found], "")
        works = [key for key, value in declared.items() if value is True]
        window = declared["context_window"]
        print_line(f"{backend.model}, {window} tokens, {', '.join(works)}", mark="model: ", hang=7)
    if all(each.ok for each in found):
        return ExitCode.OK
    note(f"Not everything that {name!r} declares works.")
    return ExitCode.BACKEND


@backends.command()
@click.argument("name", required=False, shell_complete=_complete)
@click.option("--role", help="For one role alone, such as coder.")
@click.option("--persona", help="For one persona alone; 'batos personas' lists them.")
@json_flag
def use(name: str | None, role: str | None, persona: str | None, as_json: bool) -> None:
    """Have a backend used: by every role that has none of its own, or by one role or persona.

    NAME is that of a backend, or auto: a running Ollama that has a model for code, else a graphics
    card of this machine, else the embedded backend. It is looked for at each start and change.

    It is written into the configuration file. A running system takes it at once, with whatever
    else has changed there in backends, roles and personas: what is asked from then on goes to
    the new one, and what runs ends on the old one. Where the new one cannot be loaded everything
    stays as it was. Without NAME it takes what the file says.

    \b
    Examples:
      batos backends use embedded
      batos backends use embedded --role coder
      batos backends use auto
      batos backends use
    """
    from batos.cli.system.taking import put_to_use

    if role and persona:
        raise UsageError("A backend is used by a role or by a persona, not by both at once.")
    if name is None and (role or persona):
        raise UsageError("Say which backend is to be used.", hint="'batos backends' lists them.")
    loaded = load_config()
    settings: dict[tuple[str, ...], list[Any]] = {}
    place = ("roles", role) if role else ("personas", persona.lower(), "backend") if persona else ()
    path = place or ("default_backend",)
    if name is not None:
        if name != AUTO:
            _looked_up(loaded, name)
        if name not in (AUTO, *loaded.config.backends):
            settings["backends", name, "provider"] = [name]
        settings[path] = [name]
    taken = put_to_use(loaded.paths, settings)
    if name is None and taken is None:
        note("Nothing runs that could take it.")
    if as_json:
        told = msgspec.to_builtins(taken)
        print_json({"setting": ".".join(path) if name else None, "backend": name, "taken": told})
    if name is not None:
        note(f"{'.'.join(path)} is {name}.")


def _made(loaded: Loaded, name: str) -> Backend:
    """Return a backend by its alias, or one of a kind that is not configured."""
    from batos.plugins.backends import make_backend
    from batos.plugins.choosing import settled

    found = installed(loaded)
    if name == AUTO and AUTO not in loaded.config.backends:
        wanted = loaded.config.model_copy(update={"default_backend": AUTO})
        loaded = settled(replace(loaded, config=wanted), found)
        name = loaded.config.default_backend
        note(f"{AUTO} takes {name}.")
    spec = _looked_up(loaded, name)
    if name in loaded.config.backends:
        return make_backend(loaded, found, name)
    return spec.factory({"cache_dir": str(loaded.paths.cache_dir)})


def _auto_row(choice: AutoChoice, loaded: Loaded) -> dict[str, Any]:
    """Return the line of what stands for the best of this machine."""
    config = loaded.config
    roles = {"default": config.default_backend, **config.roles}
    return {
        "name": AUTO,
        "provider": choice.provider,
        "model": choice.model,
        "roles": [role for role, alias in roles.items() if alias == AUTO],
        "state": f"{choice.name}: {choice.reason}",
        "auto": choice.to_plain(),
        **_as_it_runs(None, None),
    }


def _looked_up(loaded: Loaded, name: str) -> BackendSpec:
    """Return the kind of backend that a name or an alias means.

    Raises:
        UnknownNameError: It is neither.
    """
    specs = {spec.name: spec for spec in installed(loaded).backends()}
    config = loaded.config.backends.get(name)
    provider = config.provider if config is not None else name
    if provider not in specs:
        raise UnknownNameError("backend", name, {*specs, *loaded.config.backends})
    return specs[provider]


def _setting(alias: str, option: str) -> str:
    return f"backends.{alias}.model" if option == "model" else f"backends.{alias}.options.{option}"


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _running(loaded: Loaded) -> Running | None:
    """Return the models of the running system; None where none runs."""
    from batos.errors import KernelNotRunningError

    try:
        with connected(loaded) as client:
            return running_models(client)
    except KernelNotRunningError:
        return None


def _as_it_runs(running: Running | None, model: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a running system says of a backend: its model, its file, since when."""
    if running is None or model is None:
        return {"running": None}
    kept = {name: model[name] for name in ("model", "file", "state", "since", "reason")}
    return {"running": {**kept, "text": running.state_of(model)}}
