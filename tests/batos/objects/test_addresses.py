"""A method is named by its object and its selector."""

import pytest

from batos.errors import UsageError
from batos.objects.addresses import method_address


@pytest.mark.parametrize(
    ("address", "found"),
    [("genesis.add", ("genesis", "add")), (" @12.add\n", ("@12", "add"))],
)
def test_object_and_selector(address, found):
    assert method_address(address) == found


@pytest.mark.parametrize("address", ["", ".", "genesis", "genesis.", ".add", "x" * 1000])
def test_what_names_no_method(address):
    with pytest.raises(UsageError, match="does not name a method") as error:
        method_address(address)
    assert len(error.value.message) < 300
