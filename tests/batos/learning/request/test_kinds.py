import pytest

from batos.learning.request.kinds import Kinds, kind_of, kinds_of


@pytest.mark.parametrize(
    ("value", "kind"),
    [(True, "flag"), (1, "number"), (1.5, "number"), ("a", "text"), ((1,), "list"), ({}, "dict")],
)
def test_kinds_of_values(value, kind):
    assert kind_of(value) == kind


def test_kinds_of_a_method_come_from_its_first_telling_example():
    examples = [{"args": [1]}, {"args": ["a", [2]], "result": {"a": 2}}]
    assert kinds_of({"examples": examples}) == Kinds(("text", "list"), "dict")
    assert kinds_of({}) == Kinds()
