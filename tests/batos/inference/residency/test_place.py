"""The place of a model."""

from types import MappingProxyType

from batos.inference import Footprint, Place
from batos.testing import EchoBackend


class Known(EchoBackend):
    """Knows what it is once it is loaded."""

    facts = MappingProxyType({})

    def details(self):
        return self.facts

    def footprint(self):
        return Footprint(ram=7)


def test_its_key_is_its_backend_where_none_is_given():
    backend = EchoBackend()
    assert Place(backend).key is backend
    assert Place(backend, key="k").key == "k"


def test_what_was_measured_goes_before_what_is_surely_needed():
    place = Place(Known())
    assert place.needs == Footprint(ram=7)
    place.measured = Footprint(ram=9)
    assert place.needs == Footprint(ram=9)


def test_facts_are_known_when_the_model_has_left():
    backend = Known()
    place = Place(backend, Known)
    assert place.facts() == {}
    backend.facts = {"quantisation": "Q4"}
    assert place.facts() == {"quantisation": "Q4"}
    place.backend = Known()
    assert place.facts() == {"quantisation": "Q4"}
