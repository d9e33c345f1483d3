"""``batos eval``: how many missions of a file are learned, and how many are wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from batos.cli.terminal.output import json_flag, note, print_json, print_table
from batos.counting import counted

if TYPE_CHECKING:
    from batos.evals.run import Progress
    from batos.evals.summary import Rate, Summary

__all__ = ["evaluate"]


@click.command("eval")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--backend", default="", help="The backend that all roles use.")
@click.option("--model", default="", help="A model of that backend: a name or a file.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(["pure", "state", "object", "request"]),
    help="Measure missions of this kind only; repeatable.",
)
@click.option("--limit", type=click.IntRange(1), help="Measure the first missions only.")
@click.option(
    "--without", multiple=True, metavar="LEVER", help="Leave a lever of the cycle out; repeatable."
)
@click.option(
    "--with",
    "with_",
    multiple=True,
    metavar="LEVER",
    help="Put a lever in that is out otherwise, such as discussion; repeatable.",
)
@click.option("--answer", is_flag=True, help="Answer questions, as a person would who knows.")
@click.option("--seed", type=click.IntRange(0), default=0, help="Another seed, other samples.")
@click.option("--no-raw", is_flag=True, help="Do not judge the bare model beside the cycle.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the results there, and go on from those that are there.",
)
@json_flag
def evaluate(
    file: Path,
    backend: str,
    model: str,
    kinds: tuple[str, ...],
    limit: int | None,
    without: tuple[str, ...],
    with_: tuple[str, ...],
    answer: bool,
    seed: int,
    no_raw: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Measure how well missions are learned whose right answers are known.

    FILE has a mission on each line, as JSON. Each is learned in a scratch image of its own, with
    the configured model in this process; your image is not touched, and the system need not run.
    A line that is no mission is told with its number, and the rest is measured. Of a request, the
    command is judged that its sentence is understood as; nothing of it is carried out.

    With --json there is a line for each mission as it comes, and one with the summary at the end.
    The exit code is 0 whenever it ran, whatever came of the missions.

    \b
    Examples:
      batos eval missions.jsonl --limit 20
      batos eval missions.jsonl --model /models/a-coder-q4_k_m.gguf --out results.jsonl
      batos eval missions.jsonl --answer --json
      batos eval missions.jsonl --with discussion --limit 12
      batos eval requests.jsonl --kind request
    """
    from batos.config import load_config
    from batos.evals.nursery import nursery
    from batos.evals.results import ResultFile
    from batos.evals.run import configured, measured, missions_of, settings_of
    from batos.evals.summary import summary_of

    lines = missions_of(file, limit, kinds)
    loaded = configured(load_config(), backend=backend, model=model, without=without, within=with_)
    raw = not no_raw
    results = []
    with nursery(loaded, seed=seed, say=note) as home:
        settings = settings_of(loaded, model=home.describe(), seed=seed, answer=answer, raw=raw)
        with ResultFile(out, settings) as kept:
            if kept.done:
                note(f"{counted(len(kept.done), 'mission')} of these settings are in {out}.")
            try:
                for result in measured(home, lines, kept, raw=raw, answer=answer, tell=_tell):
                    results.append(result)
                    if as_json:
                        print_json(result.to_plain())
            except KeyboardInterrupt:
                where = f"; they are in {out}, and the same command goes on" if out else ""
                note(f"Stopped after {counted(len(results), 'line')}{where}.")
                raise
            finally:
                summary = summary_of(results)
                if as_json:
                    print_json({**summary.to_plain(), "settings": settings})
                else:
                    _show(summary)


def _tell(progress: Progress) -> None:
    result = progress.result
    done = f"{progress.done}/{progress.of}"
    if not result.is_measured:
        note(f"{done} {result.id}: {result.status}: {result.problem}")
        return
    what = f"{result.status}, tentative" if result.trust == "tentative" else result.status
    raw = f" (raw: {result.raw})" if result.raw else ""
    share = f"{progress.right}/{progress.measured} right"
    left = "" if progress.seconds_left is None else f", {_span(progress.seconds_left)} left"
    note(f"{done} {result.id}: {what}{raw}, {result.seconds:.1f} s; {share}{left}")


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"


def _show(summary: Summary) -> None:
    print_table(
        ["missions", "count", "share", "95 %"],
        [
            *map(_row, summary.rates),
            *(
                {**_row(each), "missions": f"{name}: {each.name}"}
                for name, rates in summary.groups.items()
                for each in rates
            ),
        ],
        empty="",
    )
    if summary.quantities:
        click.echo("")
        print_table(
            ["of a mission", "value", "95 %"],
            [
                {
                    "of a mission": each.name,
                    "value": f"{each.value:.3g}",
                    "95 %": f"{each.low:.3g} to {each.high:.3g}",
                }
                for each in summary.quantities
            ],
            empty="",
        )
    if summary.invalid:
        note(f"{counted(summary.invalid, 'line is', 'lines are')} no mission; see above.")


def _row(each: Rate) -> dict[str, Any]:
    return {
        "missions": each.name,
        "count": f"{each.count}/{each.of}",
        "share": f"{each.share:.1%}",
        "95 %": f"{each.low:.1%} to {each.high:.1%}",
    }
