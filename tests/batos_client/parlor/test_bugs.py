"""What should not have happened."""

from batos_client.parlor.model.turn import Turn


def told(parlor):
    return [each.message for each in parlor.app._notifications]


def test_a_bug_is_told_and_the_screen_stays(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:

            async def wrong():
                raise LookupError("[odd]")

            parlor.app.run_worker(wrong(), exit_on_error=False)
            await parlor.until(lambda: "LookupError: [odd]" in told(parlor))
            view, parlor.app.host.transcript._view = parlor.app.host.transcript._view, None
            parlor.app.host.say("lost", "this cannot be drawn")
            await parlor.until(lambda: any("TypeError" in each for each in told(parlor)))
            parlor.app.host.transcript._view = view
            parlor.app.host.transcript.changed(Turn(1, "drawn"))
            await parlor.sees("> drawn")

    run()
