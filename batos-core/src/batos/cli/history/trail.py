"""``batos trail``: the audit trail of the image, to be read and to be handed on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from batos.cli.reach.connect import looking
from batos.cli.terminal.noun import NounGroup
from batos.cli.terminal.output import json_flag, local_time, note, print_json, print_table
from batos.counting import counted
from batos.errors import ExitCode
from batos.wire.messages.history import ListTrail

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

    from batos.cli.reach.still import StillImage
    from batos.wire import KernelClient

__all__ = ["trail"]

_COLUMNS = ["at", "kind", "cycle", "about", "text"]


def _days(command: Any) -> Any:
    return click.option(
        "--days",
        type=click.FloatRange(0, 36_500),
        default=1.0,
        show_default=True,
        help="How far back; 0 for all of it.",
    )(command)


@click.group(cls=NounGroup)
@json_flag
def trail(as_json: bool) -> None:
    """Read the audit trail: what cycles, heartbeats and people have done.

    \b
    Examples:
      batos trail
      batos trail list --days 7 --json
      batos trail export --to spans.jsonl
    """


@trail.command("list")
@_days
@json_flag
def list_(days: float, as_json: bool) -> None:
    """List the events of the last days, the oldest first.

    \b
    Examples:
      batos trail list
      batos trail list --days 7 --json
    """
    with looking() as client:
        entries = list(_entries(client, days))
    if as_json:
        print_json(entries)
        return
    rows = [
        {
            **each,
            "at": local_time(each["at"]),
            "about": ".".join(filter(None, (each.get("receiver"), each.get("selector")))),
            "text": " ".join(str(each.get("text", "")).split())[:200],
        }
        for each in entries
    ]
    print_table(_COLUMNS, rows, "The trail has nothing of these days.")


@trail.command()
@_days
@click.option("--to", "file", metavar="FILE", default="", help="Write them as lines of JSON.")
@json_flag
def export(days: float, file: str, as_json: bool) -> int:
    """Hand the trail on as spans of OpenTelemetry, a trace for each cycle and heartbeat.

    It goes where OpenTelemetry's own variables say, such as OTEL_TRACES_EXPORTER and
    OTEL_EXPORTER_OTLP_ENDPOINT, or into a file. What was handed on before keeps its ids. It needs
    the library: pip install "batos-core[otel]".

    \b
    Examples:
      batos trail export --to spans.jsonl
      OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4318 batos trail export --days 7
    """
    from batos.stewardship.spans import traces_of
    from batos.stewardship.telemetry import export_spans

    with looking() as client:
        traces = list(traces_of(_entries(client, days)))
    with _exporter(file) as exporter:
        spans = export_spans(traces, exporter)
    done = {"traces": len(traces), "spans": spans}
    if as_json:
        print_json(done)
    else:
        note(f"Exported {counted(spans, 'span')} of {counted(len(traces), 'trace')}.")
    return ExitCode.OK


@contextlib.contextmanager
def _exporter(file: str) -> Iterator[SpanExporter | None]:
    """Yield what writes spans into a file; None where none is named."""
    if not file:
        yield None
        return
    from batos.stewardship.telemetry import file_exporter

    with open(file, "w", encoding="utf-8") as lines:
        yield file_exporter(lines)


def _entries(client: KernelClient | StillImage, days: float) -> Iterator[dict[str, Any]]:
    """Yield the entries of the last days, the oldest first."""
    from batos.learning.records.trail import days_ago

    since = days_ago(days) if days else None
    asked = ListTrail(since.isoformat(timespec="microseconds") if since else "")
    while (part := client.request(asked)).entries:
        yield from part.entries
        last = part.entries[-1]
        asked = ListTrail(last["at"], last["cycle"], last["seq"])
