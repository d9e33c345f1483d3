"""What a person wrote names one thing, none, or several."""

import pytest

from batos.errors import UsageError
from batos.image.indexes import named

BY_ID = {"abcd12": "one", "abcd34": "two", "ef0199": "three"}
BY_ADDRESS = {"genesis.treble": "one"}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("abcd12", "one"),
        ("abcd3", "two"),
        ("ef01", "three"),
        ("ef0", None),
        ("genesis.treble", "one"),
        ("genesis.treb", None),
        ("", None),
    ],
)
def test_an_id_its_beginning_or_an_address(name, found):
    assert named(name, BY_ID, BY_ADDRESS, "open question") == found


def test_several_that_begin_so_are_told():
    with pytest.raises(
        UsageError, match="Several open questions begin with 'abcd': abcd12, abcd34"
    ):
        named("abcd", BY_ID, BY_ADDRESS, "open question")
