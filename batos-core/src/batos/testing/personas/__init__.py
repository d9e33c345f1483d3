"""The conformance kit of personas: what every one of them keeps, wherever it comes from.

An author installs the package and subclasses :class:`PersonaSuite` in a test module::

    from batos.testing import PersonaSuite

    class TestExample(PersonaSuite):
        name = "example"

The persona is found by its entry point, as users find it, and lives in an image beside a small
company: a steward who routes, a writer, a judge and another voice, where it is none of these
itself. A model that follows a script answers, so that the kit needs none.
"""

from __future__ import annotations

from batos.testing.dropped import check_none_dropped
from batos.testing.personas.describing import DescribingTests
from batos.testing.personas.dwelling import DwellingTests
from batos.testing.personas.taking_part import TakingPartTests

__all__ = ["PersonaSuite"]


class PersonaSuite(DescribingTests, DwellingTests, TakingPartTests):
    """What every persona keeps; see the module for what a subclass gives.

    Attributes:
        name: The persona.
        plugin: Name of its entry point, where that is another one.
    """

    def test_no_standard_test_was_dropped(self) -> None:
        """A subclass may mark a standard test as failing, and may not replace or remove one.

        If this fails: mark the test with ``pytest.mark.xfail(reason=...)`` and call the standard
        one in it, so that whoever reads the results sees what the persona does not keep.
        """
        check_none_dropped(type(self), PersonaSuite)
