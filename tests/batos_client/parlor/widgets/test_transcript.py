"""The talk on the screen."""

from batos_client.parlor.model.talk import SHOWN
from batos_client.parlor.widgets.turn_view import TurnView


def test_no_more_turns_are_there_than_fit_and_earlier_ones_come_back(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            app = parlor.app
            for number in range(SHOWN + 3):
                app.host.say(f"sentence {number}", "yes")
            await app.host.transcript.settled()
            assert [each.turn.number for each in app.query(TurnView)] == list(range(3, SHOWN + 3))
            await app.host.transcript.action_earlier()
            assert app.query(TurnView).first().turn.number == 0

    run()
