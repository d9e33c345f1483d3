"""``batos why``: where a method comes from, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from batos.cli.objects.objects import example_line, fact_lines, print_section
from batos.cli.reach.connect import looking
from batos.cli.terminal.output import json_flag, local_time, print_json, printable
from batos.counting import counted
from batos.learning.model.trust import trust_line
from batos.wire.messages.history import TransactionLine
from batos.wire.messages.origins import (
    Basis,
    ExplainOrigin,
    MethodOrigin,
    ObjectOrigin,
    TestNote,
)

__all__ = ["why"]


@click.command()
@click.argument("address")
@json_flag
def why(address: str, as_json: bool) -> None:
    """Show where a method comes from: who asked for it, who wrote it, what proved it.

    ADDRESS is OBJECT.SELECTOR, or an object. It tells the mission, the persona and the model, the
    candidates and what was wrong with them, the examples and who gave them, the rules that it
    passed, who approved it, its transaction, and how it has been used since.

    \b
    Examples:
      batos why genesis.count_vowels
      batos why genesis.count_vowels --json
      batos why robin
    """
    with looking() as client:
        found = client.request(ExplainOrigin(address))
    if as_json:
        print_json(found)
    elif found["kind"] == "method":
        _print_method(found)
    else:
        _print_object(found)


def _print_method(found: MethodOrigin) -> None:
    title = f"{found['address']}{found['signature']}"
    click.echo(f"{click.style(printable(title), bold=True)}  version {found['version']}")
    evidence = fact_lines(found["evidence"])
    print_section(
        "how sure that it is right", [trust_line(found["trust"], found["confidence"]), *evidence]
    )
    print_section("never tested", found["untested"])
    facts = ("mission", "asked_by", "call_site", "origin", "package", "at")
    asked = {name: value for name, value in found.items() if name in facts}
    print_section("asked for", fact_lines({**asked, "at": local_time(found["at"])}))
    print_section("came from", fact_lines(found["imported_from"]))
    print_section("made of", [_base(each) for each in found["based_on"]])
    written = {"persona": found["persona"], **found["model"], "prompt": found["prompt"]}
    counts = {"model calls": found["model_calls"] or "", "repairs": found["repairs"] or ""}
    print_section("written by", fact_lines({**written, **counts}))
    print_section("candidates", _candidate_lines(found["candidates"]))
    selector = found["address"].rpartition(".")[2]
    print_section(
        f"examples, {found['verified']} of them with a result",
        [f"{example_line(selector, each)}  ({each['origin']})" for each in found["examples"]],
    )
    auditor = found["auditor"]
    approval = {
        name: local_time(value) if name.endswith("_at") else value
        for name, value in found["approval"].items()
    }
    print_section(
        "let in by",
        [
            f"guardian, rules {auditor['rules_version'] or '?'}",
            *fact_lines({"approved_by": found["approved_by"], **approval}),
            *fact_lines({"judged by": found["judged"].get("decided", "")}),
            *fact_lines({"reverted": found["reverted"]}),
        ],
    )
    print_section("transaction", _transaction_lines(found["transaction"], found["cycle"]["id"]))
    use = found["use"]
    last = local_time(use["last"])
    failed = f"{use['errors']} of them failed" if use["errors"] else "none failed"
    used = [f"{counted(use['calls'], 'call')}, {failed}, the last at {last}"]
    print_section("used since", used if use["calls"] else ["not yet"])
    print_section("last tested", _test_lines(found["test"]))
    quarantine = found["quarantine"] or {}
    print_section("in quarantine", [str(quarantine.get("reason", ""))])


def _test_lines(test: TestNote | None) -> list[str]:
    if test is None:
        return ["not yet"]
    right = f"{test['right']} of {counted(test['examples'], 'example')} right"
    since = (
        "" if test["state"] == "right" else f", {test['state']} since {local_time(test['since'])}"
    )
    return [f"{local_time(test['at'])}: {right}{since}", *filter(None, [test["problem"]])]


def _print_object(found: ObjectOrigin) -> None:
    click.echo(f"{click.style(printable(found['address']), bold=True)}  @{found['oid']}")
    facts = ("purpose", "parents", "persona", "package")
    print_section(
        "what it is", fact_lines({name: value for name, value in found.items() if name in facts})
    )
    print_section("made", _transaction_lines(found["made"]))
    print_section("last changed", _transaction_lines(found["changed"]))
    print_section("methods", [f"{name}: {origin}" for name, origin in found["methods"].items()])


def _base(base: Basis) -> str:
    of = f", a recipe of {base['pack']}" if base["pack"] else ""
    package = f" ({base['package']})" if base["package"] else ""
    return f"{base['selector']}{of}{package}"


def _candidate_lines(candidates: Iterable[Mapping[str, Any]]) -> list[str]:
    lines = []
    for number, each in enumerate(candidates, 1):
        verdict = {True: "accepted", False: "refused", None: "not judged"}[each["accepted"]]
        fate = "chosen" if each["chosen"] else each["problem"] or "not chosen"
        votes = f", {each['votes']} votes" if each["votes"] > 1 else ""
        right = f", {counted(each['right'], 'example')} right" if each["right"] else ""
        fate = " ".join(str(fate).split())
        lines.append(f"{number}. {each['origin']}, {verdict}{right}{votes}: {fate}")
    return lines


def _transaction_lines(transaction: TransactionLine | None, cycle: str = "") -> list[str]:
    if transaction is None:
        return ["the storage does not remember"]
    at = local_time(transaction["at"])
    lines = [f"{transaction['id']}, {at}, {transaction['user']}: {transaction['note']}"]
    return [*lines, f"cycle {cycle}: batos show {cycle}"] if cycle else lines
