"""``batos objects``, ``batos show`` and ``batos cycles``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from batos.cli.connect import connected
from batos.cli.output import json_flag, print_json, print_table

__all__ = ["cycles", "objects", "show"]


@click.command()
@json_flag
def objects(as_json: bool) -> None:
    """List the named objects of the image.

    \b
    Examples:
      batos objects
      batos objects --json
    """
    with connected() as client:
        rows = client.request("object.list")["objects"]
    if as_json:
        print_json(rows)
    else:
        print_table(["name", "parents", "slots", "methods"], rows, "The image is empty.")


@click.command()
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@json_flag
def cycles(limit: int, as_json: bool) -> None:
    """List the latest cognitive cycles, newest first.

    \b
    Examples:
      batos cycles
      batos show 3f2a91c07b1e
    """
    with connected() as client:
        rows = client.request("mission.cycles", {"limit": limit})["cycles"]
    if as_json:
        print_json(rows)
    else:
        columns = ["cycle", "state", "started", "receiver", "selector", "reason"]
        print_table(columns, rows, "No cycle has run yet.")


@click.command()
@click.argument("address")
@json_flag
def show(address: str, as_json: bool) -> None:
    """Show an object, one of its methods or slots, or a cycle.

    ADDRESS is a name (genesis), an oid (@12), OBJECT.SELECTOR (genesis.count_vowels), or the id
    of a cycle.

    \b
    Examples:
      batos show genesis
      batos show genesis.count_vowels
      batos show brick.prompt_method
    """
    with connected() as client:
        found = client.request("object.show", {"address": address})
    if as_json:
        print_json(found)
    elif found["kind"] == "method":
        _show_method(found)
    elif found["kind"] == "slot":
        value = found["value"]
        click.echo(value if isinstance(value, str) else repr(value))
    else:
        _show_fields(found)


def _show_method(method: Mapping[str, Any]) -> None:
    from rich.console import Console
    from rich.syntax import Syntax

    console = Console(highlight=False)
    name = f"{method['holder']}.{method['selector']}{method['signature']}"
    console.print(f"[bold]{name}[/bold]  version {method['version']}", soft_wrap=True)
    console.print(Syntax(method["source"].rstrip(), "python", background_color="default"))
    _section(console, "examples", [_example_line(method, each) for each in method["examples"]])
    facts = {name: value for name, value in method["provenance"].items() if value not in ("", {})}
    _section(console, "provenance", [f"{key}: {_flat(value)}" for key, value in facts.items()])
    verdict = method["verdict"]
    _section(
        console,
        "guardian",
        [
            f"accepted by rules {verdict.get('rules_version', '?')}",
            f"changes: {', '.join(verdict.get('changes', [])) or 'nothing'}",
            f"sha256: {method['sha256']}",
        ],
    )


def _example_line(method: Mapping[str, Any], example: Mapping[str, Any]) -> str:
    given = ", ".join(repr(value) for value in example.get("args", ()))
    call = f"{method['selector']}({given})"
    return f"{call} == {example['result']!r}" if "result" in example else call


def _section(console: Any, title: str, lines: list[str]) -> None:
    from rich.markup import escape

    if lines:
        console.print(f"[bold]{title}[/bold]")
        for line in lines:
            console.print(f"  {escape(line)}", soft_wrap=True)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _show_fields(found: Mapping[str, Any]) -> None:
    import json

    for name, value in found.items():
        if name == "kind" or value in ("", [], {}, None):
            continue
        if isinstance(value, dict):
            click.echo(f"{name}:")
            for key, each in value.items():
                text = each if isinstance(each, str) else json.dumps(each, ensure_ascii=False)
                click.echo(f"  {key}: {_shortened(text)}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            click.echo(f"{name}:")
            for each in value:
                click.echo(f"  - {_shortened(json.dumps(each, ensure_ascii=False))}")
        else:
            click.echo(f"{name}: {_flat(value)}")


def _shortened(text: str, longest: int = 300) -> str:
    line = text.replace("\n", "\\n")
    return line if len(line) <= longest else f"{line[:longest]}…"
