"""``batos objects``, ``batos show`` and ``batos cycles``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

import click

from batos.cli.exchange.graphs import export_objects, import_objects
from batos.cli.reach.connect import connected, looking
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import (
    fitted,
    json_flag,
    local_time,
    note,
    print_json,
    print_table,
    printable,
    to_json,
)
from batos.counting import counted
from batos.learning.model.trust import TENTATIVE, trust_line
from batos.wire.messages.objects import ListObjects, ShowObject, WakeObject
from batos.wire.messages.shown import MethodInShort, Shown, ShownCycle, ShownMethod, ShownObject
from batos.wire.messages.talk.missions import ListCycles

__all__ = [
    "cycles",
    "example_line",
    "fact_lines",
    "objects",
    "print_description",
    "print_section",
    "print_source",
    "show",
]

_NOTHING: tuple[Any, ...] = ("", None, [], {})


@click.group(cls=NounGroup)
@json_flag
def objects(as_json: bool) -> None:
    """List the named objects of the image; exchange objects with other images.

    \b
    Examples:
      batos objects
      batos objects --json
      batos objects export basket --to basket-parcel
      batos objects import basket-parcel
    """


@objects.command("list")
@json_flag
def list_(as_json: bool) -> None:
    """List the named objects of the image.

    \b
    Examples:
      batos objects list --json
    """
    with looking() as client:
        rows = client.request(ListObjects()).objects
    if as_json:
        print_json(rows)
    else:
        print_table(["name", "parents", "slots", "methods"], rows, "The image is empty.")
        for row in rows:
            if row["set_aside"]:
                note(f"{row['name']} is set aside, since loading it ended workers.")


@objects.command("wake")
@click.argument("name")
@json_flag
def wake(name: str, as_json: bool) -> None:
    """Load an object again that was set aside.

    An object is set aside when loading it has ended two workers. It comes back by itself when
    what was done to it is undone.

    \b
    Examples:
      batos objects wake basket
      batos objects wake @812
    """
    with connected() as client:
        woken = client.request(WakeObject(name)).object
    if as_json:
        print_json({"object": woken})
    else:
        note(f"{woken} is no longer set aside.")


objects.add_command(export_objects)
objects.add_command(import_objects)


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
    with looking() as client:
        rows = client.request(ListCycles(limit)).cycles
    if as_json:
        print_json(rows)
    else:
        lines = [{**row, "started": local_time(row["started"])} for row in rows]
        columns = ["cycle", "state", "started", "receiver", "selector", "reason"]
        print_table(columns, lines, "No cycle has run yet.")


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
    with looking() as client:
        found = client.request(ShowObject(address))
    if as_json:
        print_json(found)
    else:
        print_description(found)


def print_description(found: Shown) -> None:
    """Print what ``object.show`` tells about an object, a method, a slot or a cycle."""
    if found["kind"] == "method":
        _show_method(found)
    elif found["kind"] == "slot":
        value = found["value"]
        click.echo(printable(value) if isinstance(value, str) else to_json(value))
    elif found["kind"] == "cycle":
        _show_cycle(found)
    else:
        _show_object(found)


def _show_method(method: ShownMethod) -> None:
    name = f"{method['holder']}.{method['selector']}{method['signature']}"
    trust = trust_line(method["trust"], method["confidence"])
    title = f"{click.style(printable(name), bold=True)}  version {method['version']}"
    click.echo(f"{title}  {trust}".rstrip())
    print_source(method["source"])
    print_section(
        "examples", [example_line(method["selector"], each) for each in method["examples"]]
    )
    print_section("never tested", method["untested"])
    # What was tried is for 'batos why', which has room for it; trust stands above.
    above = ("tried", "trust", "confidence")
    told = {name: value for name, value in method["provenance"].items() if name not in above}
    if told.get("at"):
        told["at"] = local_time(told["at"])
    print_section("provenance", fact_lines(told))
    verdict = method["verdict"]
    quarantine = method["quarantine"]
    print_section(
        "in quarantine: it is not run",
        [
            f"{quarantine['reason']}, since {local_time(quarantine['at'])}",
            f"to end that: batos guardian quarantine lift {method['holder']}.{method['selector']}",
        ]
        if quarantine
        else [],
    )
    print_section(
        "guardian",
        [
            f"accepted by rules {verdict.get('rules_version', '?')}",
            f"changes: {', '.join(verdict.get('changes', [])) or 'nothing'}",
            f"sha256: {method['sha256']}",
        ],
    )


def _mark(method: MethodInShort) -> str:
    if method["quarantined"]:
        return "(in quarantine) "
    return "(tentative) " if method["trust"] == TENTATIVE else ""


def print_source(source: str) -> None:
    """Print the text of a method, coloured on a terminal."""
    text = printable(source.rstrip())
    if not sys.stdout.isatty():
        click.echo(text)
        return
    from rich.console import Console
    from rich.syntax import Syntax

    Console(highlight=False).print(
        Syntax(text, "python", background_color="default", word_wrap=True)
    )


def _show_object(found: ShownObject) -> None:
    click.echo(f"{click.style(found['name'] or 'an object', bold=True)}  @{found['oid']}")
    slots = dict(found["slots"])
    purpose = slots.pop("purpose", "")
    if purpose:
        click.echo(fitted(printable(_shortened(purpose)), sys.stdout))
    if found["parents"]:
        click.echo(f"parents: {', '.join(found['parents'])}")
    print_section("slots", [f"{name}: {_shortened(value)}" for name, value in slots.items()])
    heads = {name: f"{name}{_given(each)}" for name, each in found["methods"].items()}
    width = max(map(len, heads.values()), default=0)
    print_section(
        "methods",
        [
            f"{heads[name]:<{width}}  {_mark(each)}{each['doc']}{_used(each)}".rstrip()
            for name, each in found["methods"].items()
        ],
    )
    print_section("understands by delegation", [", ".join(found["inherited"])])


def _given(method: MethodInShort) -> str:
    """Return what a method is given, as whoever sends it writes it."""
    return method["signature"].replace("(self, ", "(").replace("(self)", "()")


def _used(method: MethodInShort) -> str:
    calls = method["calls"]
    return f"  ({counted(calls, 'call')})" if calls else ""


def _show_cycle(found: ShownCycle) -> None:
    mission, outcome = found.get("brief") or {}, found.get("outcome") or {}
    title = f"cycle {found['cycle']}  {found['state']}"
    click.echo(click.style(title, bold=True))
    click.echo(f"mission: {printable(str(mission.get('text') or found['selector']))}")
    click.echo(f"for: {found['receiver']}.{found['selector']}, asked by {mission.get('asked_by')}")
    if site := mission.get("called_from"):
        place = f"{site.get('method')}, line {site.get('line')}: {site.get('code')}"
        click.echo(f"called from: {printable(place)}")
    if found["reason"]:
        title = "waits" if found["state"] == "WAITING" else "failed"
        print_section(title, found["reason"].splitlines())
    print_section("tried", outcome.get("tried", ()))
    print_section(
        "states",
        [
            f"{local_time(step['at'])}  {step['seconds']:8.3f} s  {step['state']}"
            for step in found.get("history") or ()
        ],
    )
    voices = (found.get("notes") or {}).get("voices") or ()
    print_section("discussed", [printable(_voice_line(each)) for each in voices])
    for number, candidate in enumerate(found.get("candidates") or (), 1):
        problem = " ".join(str(candidate.get("problem") or "passed").split())
        title = f"candidate {number}, {candidate['origin']}: {problem}"
        click.echo(click.style(printable(title), bold=True))
        for line in candidate["source"].rstrip().splitlines():
            click.echo(f"  {printable(line)}")
    known = ("signature", "origin", "based_on", "verified", "model_calls", "seconds", "hint")
    print_section("outcome", fact_lines({name: outcome.get(name) for name in known}))


def _voice_line(voice: Mapping[str, Any]) -> str:
    who = str(voice.get("persona", "")).upper()
    left_out = voice.get("left_out")
    return f"{who} is left out: {left_out}" if left_out else f"{who}: {voice.get('said', '')}"


def example_line(selector: str, example: Mapping[str, Any]) -> str:
    """Return an example as a line of Python."""
    from batos.objects import Example
    from batos.objects import example_line as line_of

    return line_of(selector, Example.from_plain(example))


def fact_lines(facts: Mapping[str, Any]) -> list[str]:
    """Return what is known, a line each."""
    return [
        f"{name.replace('_', ' ')}: {_flat(value)}"
        for name, value in facts.items()
        if value not in _NOTHING
    ]


def print_section(title: str, lines: Iterable[str]) -> None:
    """Print a heading and indented lines; nothing where there is no line."""
    shown = [line for line in lines if line]
    if shown:
        click.echo(click.style(printable(title), bold=True))
    for line in shown:
        click.echo(f"  {printable(line)}")


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {each}" for key, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _shortened(value: Any, longest: int = 300) -> str:
    text = value if isinstance(value, str) else to_json(value)
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"
