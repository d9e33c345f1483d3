"""What is asked of the memory, and what is refused of it."""

import pytest

from batos.errors import UsageError
from batos.wire.messages.memory import AddDocument, SearchMemory
from batos.wire.messages.request import read


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        (SearchMemory, {"query": ""}, "The field 'query' is empty."),
        (SearchMemory, {"query": "a", "limit": 0}, "The field 'limit' must be a whole number"),
        (SearchMemory, {"query": "a", "by": "luck"}, "The field 'by' must be 'both' or"),
        (AddDocument, {"form": "docx"}, "The field 'form' must be"),
    ],
)
def test_what_it_is_not_is_told_by_field(kind, body, said):
    with pytest.raises(UsageError) as caught:
        read(kind, body)
    assert said in caught.value.message
