"""Tables show values, targets and whatever a reason says."""

from __future__ import annotations

import io

import pytest
from benchmarks.results import Figure, Result
from benchmarks.tables import show, value_text
from rich.console import Console


def printed(result: Result) -> str:
    stream = io.StringIO()
    show(Console(file=stream, width=120), result)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.6333, "%", "63.3 %"),
        (12, "", "12"),
        (1234.5, "/s", "1234 /s"),
        (0.1234, "s", "0.123 s"),
        (12.345, "s", "12.3 s"),
    ],
)
def test_value(value: float, unit: str, text: str) -> None:
    assert value_text(value, unit) == text


def test_targets_are_shown_as_met_or_missed() -> None:
    text = printed(
        Result(
            name="wire",
            figures=(
                Figure(name="ratio", value=0.36, unit="%", at_least=0.4),
                Figure(name="start", value=1.5, unit="s", below=2.0),
                Figure(name="rounds", value=21),
            ),
            facts={"model": "none"},
            notes=("Median of [rounds].",),
        )
    )

    assert "36.0 %" in text
    assert "≥ 40.0 %" in text
    assert "< 2 s" in text
    assert text.count("missed") == 1
    assert text.count("met") == 1
    assert "model: none" in text
    assert "Median of [rounds]." in text


def test_rows_may_differ_in_columns_and_hold_brackets() -> None:
    text = printed(
        Result(
            name="missions",
            figures=(),
            rows=(
                {"mission": "one", "seconds": 1.23456},
                {"mission": "two", "problem": "gave [bold], not []" + "x" * 80},
            ),
        )
    )

    assert "1.23" in text
    assert "gave [bold], not []" in text
    assert "…" in text
