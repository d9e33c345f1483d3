"""``batos guardian``: judge methods before they enter, and see the rules."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click

from batos.cli.methods.quarantine import quarantine, recheck
from batos.cli.terminal.arguments import read_text
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, note, print_json, printable, sentence
from batos.errors import ExitCode

__all__ = ["guardian"]


@click.group(cls=NounGroup, verb="rules")
@json_flag
def guardian(as_json: bool) -> None:
    """Judge methods before they enter, and see the rules.

    \b
    Examples:
      batos guardian audit method.py
      batos guardian rules
      batos guardian try --json < cases.jsonl
      batos guardian quarantine
    """


guardian.add_command(quarantine)
guardian.add_command(recheck)


@guardian.command()
@click.argument("file")
@json_flag
def audit(file: str, as_json: bool) -> int:
    """Judge the source of one method in FILE, or from the standard input for "-".

    Runs nothing. Exits with 0 when the method is accepted and with 1 when it is refused.

    \b
    Examples:
      batos guardian audit method.py
      echo 'def m(self): return open("x")' | batos guardian audit - --json
    """
    from batos.guardian.audit.audit import audit as judge

    source = read_text(file, sys.stdin.buffer)
    # Line ends as Python itself reads them from a file.
    verdict = judge(source.replace("\r\n", "\n").replace("\r", "\n"))
    if as_json:
        print_json(verdict.to_plain())
    else:
        for finding in verdict.findings:
            place = f"line {finding.line}" if finding.line else "the whole"
            click.echo(printable(f"{finding.severity} [{finding.rule}] {place}: {finding.message}"))
            if finding.mend:
                click.echo(printable(f"  {finding.mend}"))
        if verdict.accepted:
            changes = f" and changes {', '.join(verdict.changes)}" * bool(verdict.changes)
            note(f"{verdict.selector}{verdict.signature} is accepted{changes}.")
        else:
            note("The method is refused.")
    return ExitCode.OK if verdict.accepted else ExitCode.FAILURE


@guardian.command()
@json_flag
def rules(as_json: bool) -> None:
    """List the rules: what each refuses, why, and the mend.

    \b
    Examples:
      batos guardian rules
      batos guardian rules --json
    """
    from batos.guardian.audit.rules import ALL_RULES
    from batos.guardian.dialect import RULES_VERSION

    if as_json:
        print_json(
            {
                "version": RULES_VERSION,
                "rules": [
                    {
                        "name": rule.name,
                        "summary": rule.summary,
                        "why": rule.why,
                        "mend": rule.mend,
                        "examples": [asdict(example) for example in rule.examples],
                    }
                    for rule in ALL_RULES
                ],
            }
        )
        return
    for rule in ALL_RULES:
        click.echo(click.style(rule.name, bold=True))
        click.echo(f"  {rule.summary}\n  Why: {rule.why}\n  Mend: {rule.mend}")


@guardian.command("try")
@json_flag
@click.option("--seconds", type=click.FloatRange(0.1, 60), default=2.0, show_default=True)
def try_(as_json: bool, seconds: float) -> None:
    """Audit and run methods from the standard input, a JSON object a line.

    A case holds the source and the call: {"code": "def m(self, x): ...", "args": [1],
    "kwargs": {}, "state": {"items": []}}; all but the code may be left out, and "methods" may
    hold the sources of other methods of the receiver by selector. For each line comes one line:
    with --json an object with verdict, findings, outcome, result, state_after and error, else a
    short text. A line that is no case gets the outcome "invalid", and the next is tried.

    Each case runs in a limited child process on a fresh object. The exit code is 0, whatever
    comes of the cases.

    \b
    Examples:
      batos guardian try --json < cases.jsonl
      echo '{"code": "def m(self, x): return x + 1", "args": [1]}' | batos guardian try
    """
    from batos.guardian.trial.attempt import attempts, lines_of
    from batos.guardian.trial.reports import TrialLimits
    from batos.guardian.trial.trial import Trial

    limits = TrialLimits(seconds=seconds, wall_seconds=seconds + 1.0)
    with Trial(limits) as trial:
        for answer in attempts(lines_of(sys.stdin.buffer), trial):
            if as_json:
                # Plain ASCII: half characters and control characters survive as escapes.
                click.echo(json.dumps(answer))
            else:
                click.echo(sentence(_short(answer)))
            sys.stdout.flush()


def _short(answer: dict[str, Any]) -> str:
    name = answer.get("name") or answer["selector"] or "?"
    if answer["outcome"] == "ok":
        return f"{answer['case']} {name}: ok, {answer['result_repr']}"
    problem = answer["error"]
    kind = "" if problem["type"] == answer["outcome"] else f" {problem['type']}"
    return f"{answer['case']} {name}: {answer['outcome']}{kind}, {problem['text']}"
