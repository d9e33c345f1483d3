"""Slots that a method needs and its object does not have."""

import pytest

from batos.learning.candidates.first_values import first_values


def of(body, *there):
    return first_values(f"def f(self, x):\n    {body}\n", there)


@pytest.mark.parametrize(
    ("body", "values"),
    [
        ("self.count += 1", {"count": 0}),
        ("self.text += 'a'", {"text": ""}),
        ("self.count = self.count + x", {"count": 0}),
        ("self.log = self.log + [x]", {"log": []}),
        ("self.log += [x]", {"log": []}),
        ("self.seen = self.seen | {x}", {"seen": set()}),
        ("self.count = 1 + self.count", {"count": 0}),
        ("self.text += f'{x}'", {"text": ""}),
        ("self.log.append(x)", {"log": []}),
        ("self.seen.add(x)", {"seen": set()}),
        ("self.names[x] = 1", {"names": {}}),
        ("self.names[x] = self.names.get(x, 0) + 1", {"names": {}}),
        ("self.last = x", {"last": None}),
        ("return self.last", {}),
        ("self.log.append(self.limit)", {}),
        ("return x", {}),
        ("self.a = self.b = self.c = self.d = x", {}),
    ],
)
def test_they_begin_with_what_they_are_used_as(body, values):
    assert of(body) == values


def test_what_is_there_is_left_as_it_is():
    assert of("self.count += 1", "count") == {}
