"""Spans of the audit trail for OpenTelemetry, where its library is installed.

The ids of traces and spans come from those in the trail: what is exported twice is the same.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, TextIO

from batos.errors import BatosError, UsageError
from batos.stewardship.spans import Span

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.sdk.trace.export import SpanExporter

__all__ = ["configured_exporter", "export_spans", "file_exporter"]

_AT_ONCE = 500
_GROUP = "opentelemetry_traces_exporter"
"""Where OpenTelemetry's own packages say which exporters they bring."""
_MISSING = "OpenTelemetry's library is not installed."
_INSTALL = 'Install it: pip install "batos-core[otel]"'


def configured_exporter() -> SpanExporter:
    """Return the exporter that ``OTEL_TRACES_EXPORTER`` names; ``otlp`` where it names none.

    Raises:
        UsageError: It is not installed.
    """
    name = os.environ.get("OTEL_TRACES_EXPORTER", "").strip() or "otlp"
    found = [each for each in entry_points(group=_GROUP) if each.name == name]
    if not found:
        known = ", ".join(sorted({each.name for each in entry_points(group=_GROUP)})) or "none"
        raise UsageError(
            f"There is no exporter of spans named {name!r}; installed: {known}.",
            hint=f"{_INSTALL}, or choose another one: OTEL_TRACES_EXPORTER=console",
        )
    exporter: SpanExporter = found[0].load()()
    return exporter


def file_exporter(lines: TextIO) -> SpanExporter:
    """Return an exporter that writes a line of JSON for each span.

    Raises:
        UsageError: OpenTelemetry's library is not installed.
    """
    try:
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter
    except ImportError as error:
        raise UsageError(_MISSING, hint=_INSTALL) from error
    return ConsoleSpanExporter(out=lines, formatter=lambda span: f"{span.to_json(indent=None)}\n")


def export_spans(traces: Iterable[Span], exporter: SpanExporter | None = None) -> int:
    """Hand spans to an exporter; return how many there were.

    Args:
        traces: What is exported, each with its parts.
        exporter: Takes them, and is shut down in the end; the configured one when left out.

    Raises:
        UsageError: OpenTelemetry's library, or the exporter, is not installed.
        BatosError: The exporter did not take them.
    """
    try:
        from opentelemetry.sdk.trace.export import SpanExportResult
    except ImportError as error:
        raise UsageError(_MISSING, hint=_INSTALL) from error
    taker = exporter or configured_exporter()
    count = 0
    waiting: list[ReadableSpan] = []
    try:
        for each in [*traces, None]:
            if each is not None:
                waiting += _readable(each)
            if waiting and (each is None or len(waiting) >= _AT_ONCE):
                if taker.export(waiting) is not SpanExportResult.SUCCESS:
                    raise BatosError(
                        f"The exporter {type(taker).__name__} did not take the spans.",
                        hint="Is the collector there that OTEL_EXPORTER_OTLP_ENDPOINT names?",
                    )
                count += len(waiting)
                waiting = []
    finally:
        taker.shutdown()
    return count


def _readable(whole: Span) -> list[ReadableSpan]:
    """Return a span and its parts as the library has them."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import Event, ReadableSpan
    from opentelemetry.trace import SpanContext, Status, StatusCode, TraceFlags

    service = os.environ.get("OTEL_SERVICE_NAME") or "batos"
    resource = Resource.create({"service.name": service})

    def context(*parts: object) -> SpanContext:
        return SpanContext(
            _number(16, whole.trace), _number(8, whole.trace, *parts), False, TraceFlags(1)
        )

    def made(span: Span, parent: SpanContext | None, *parts: object) -> ReadableSpan:
        return ReadableSpan(
            name=span.name,
            context=context(*parts),
            parent=parent,
            resource=resource,
            attributes=span.attributes,
            events=[Event(kind, {"text": text}, at) for at, kind, text in span.events],
            status=Status(StatusCode.ERROR, span.problem) if span.problem else Status(),
            start_time=span.began,
            end_time=span.ended,
        )

    root = context()
    parts = [
        made(part, root, number, part.name, part.began) for number, part in enumerate(whole.parts)
    ]
    return [made(whole, None), *parts]


def _number(length: int, *parts: object) -> int:
    """Return an id of so many bytes that is the same for the same parts, and never 0."""
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return int.from_bytes(digest[:length], "big") or 1
