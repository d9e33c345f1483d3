"""Two who talk in one conversation see the same."""

from batos.wire import KernelClient
from batos.wire.messages.kernel import ListJobs
from batos.wire.messages.talk.missions import Ask
from batos.wire.messages.talk.watching import WatchConversation
from batos_client.others import hear_others


def test_turns_of_others_are_shown_and_own_ones_are_not(shared, h, capsys):
    rules = ({"when": f"{word}?", "answer": f"It is {word}."} for word in ("mine", "yours"))
    shared.script(*rules, h.ALLOW)
    name = "a garden of two"
    hear_others(shared.run_dir, name, "my session")
    with (
        shared.client() as yours,
        KernelClient.connect(shared.run_dir, session="my session") as mine,
    ):
        h.until(
            lambda: any(
                each["type"] == WatchConversation.TYPE for each in yours.request(ListJobs()).jobs
            )
        )
        shown = ""

        def is_shown():
            nonlocal shown
            shown += capsys.readouterr().out
            return "It is yours." in shown

        mine.request(Ask("ROBIN, mine?", conversation=name))
        yours.request(Ask("ROBIN, yours?", conversation=name))
        h.until(is_shown)
    assert "> ROBIN, yours?" in shown
    assert "mine" not in shown
