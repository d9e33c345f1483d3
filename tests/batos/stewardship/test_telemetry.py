"""Spans are handed to OpenTelemetry's own exporters."""

import io
import json
import sys

import pytest
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from batos.errors import BatosError, UsageError
from batos.stewardship.spans import Span, traces_of
from batos.stewardship.telemetry import configured_exporter, export_spans, file_exporter


def exported(image):
    exporter = InMemorySpanExporter()
    exporter.shutdown = lambda: None  # it would forget what it has taken
    count = export_spans(traces_of(image.trail()), exporter)
    found = exporter.get_finished_spans()
    assert count == len(found)
    return found


def test_what_an_image_has_done_is_told_with_lasting_ids(home, m, shared_examiners):
    image = home.open(m.Coder("    return number * 3\n"))
    report = image.heartbeat.now()
    spans = exported(image)
    whole = next(span for span in spans if span.name == "heartbeat")
    parts = [span for span in spans if span.parent is not None]
    assert [span.name for span in parts] == [each["step"] for each in report["steps"]]
    assert {span.parent.span_id for span in parts} == {whole.context.span_id}
    assert {span.context.trace_id for span in spans} == {whole.context.trace_id}
    assert whole.attributes["batos.heartbeat"] == report["id"]
    assert whole.resource.attributes["service.name"] == "batos"
    assert whole.start_time <= parts[0].start_time <= parts[0].end_time <= whole.end_time
    assert [span.context for span in exported(image)] == [span.context for span in spans]


def test_a_file_gets_a_line_for_each():
    lines = io.StringIO()
    span = Span("cycle", "c1", 1, 2, problem="It was no use.", parts=[Span("IDLE", "c1", 1, 2)])
    assert export_spans([span], file_exporter(lines)) == 2
    first, second = map(json.loads, lines.getvalue().splitlines())
    assert first["status"] == {"status_code": "ERROR", "description": "It was no use."}
    assert second["parent_id"] == first["context"]["span_id"]


def test_the_exporter_is_the_one_that_the_environment_names(monkeypatch):
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "console")
    assert type(configured_exporter()).__name__ == "ConsoleSpanExporter"
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "nothing")
    with pytest.raises(UsageError, match="no exporter of spans named 'nothing'") as caught:
        export_spans([])
    assert "batos-core[otel]" in caught.value.hint


def test_what_is_not_taken_is_told():
    class Deaf(SpanExporter):
        def export(self, spans):
            return SpanExportResult.FAILURE

    with pytest.raises(BatosError, match="Deaf did not take"):
        export_spans([Span("cycle", "c1", 1, 2)], Deaf())


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace.export", None)
    for call in (lambda: export_spans([]), lambda: file_exporter(io.StringIO())):
        with pytest.raises(UsageError, match="not installed") as caught:
            call()
        assert "batos-core[otel]" in caught.value.hint
