"""The one thing that waits."""

import pytest

from batos.errors import UsageError
from batos.wire.messages.talk.approvals import ListChanges
from batos.wire.messages.talk.questions import ListQuestions
from batos_client.parlor.only import only_change, only_question


def test_the_only_one_is_meant_and_of_several_none(p):
    @p.on_a_loop
    async def run():
        line = p.ScriptedLine()
        line.on(ListChanges, {"changes": [{"id": "c1"}]})
        line.on(ListQuestions, {"questions": [{"id": "q1"}, {"id": "q2"}]})
        assert await only_change(line) == "c1"
        with pytest.raises(UsageError) as several:
            await only_question(line)
        assert several.value.hint == "/questions lists them; name the one you mean."
        line.on(ListQuestions, {"questions": []})
        with pytest.raises(UsageError, match="Nothing waits"):
            await only_question(line)

    run()
