"""A subclass of a kit cannot lose a test of it."""

import pytest

from batos.testing.dropped import check_none_dropped


class Kit:
    def test_one(self):
        """One."""

    def help(self):
        """No test."""


def test_a_dropped_and_a_replaced_test_are_noticed():
    class Dropping(Kit):
        test_one = None

    class Replacing(Kit):
        def test_one(self):
            pass

    for wrong in (Dropping, Replacing):
        with pytest.raises(AssertionError, match="test_one was dropped"):
            check_none_dropped(wrong, Kit)


def test_what_is_marked_or_not_a_test_is_no_loss():
    class Marking(Kit):
        @pytest.mark.xfail(reason="not yet")
        def test_one(self):
            super().test_one()

        def help(self):
            pass

    check_none_dropped(Marking, Kit)
