"""Where the person types."""


def test_a_paste_of_several_lines_sends_nothing(p, opened):
    from textual.events import Paste

    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            prompt = parlor.app.query_one("#prompt")
            prompt.post_message(Paste("one\r\ntwo\n"))
            await parlor.pilot.pause()
            assert (prompt.text, parlor.app.host.talk.turns) == ("one\ntwo\n", [])

    run()


def test_lines_that_come_in_one_burst_are_sent_each_by_itself(p, opened):
    from textual.events import Key

    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            prompt = parlor.app.query_one("#prompt")
            for key in ("/", "h", "e", "l", "p", "enter", "n", "o"):  # none is waited for
                parlor.app.post_message(Key(key, key if len(key) == 1 else None))
            await parlor.until(lambda: prompt.text == "no")
            assert [turn.said for turn in parlor.app.host.talk.turns] == ["/help"]

    run()


def test_what_nobody_can_take_comes_back_before_what_was_typed_since(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            prompt = parlor.app.query_one("#prompt")
            await parlor.type("/nonsense of mine")
            await parlor.until(lambda: prompt.text == "/nonsense of mine")

    run()


def test_keys_of_the_editor(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            prompt = parlor.app.query_one("#prompt")
            await parlor.pilot.press("a", "ctrl+j", "b")
            assert prompt.text == "a\nb"
            prompt.put("/appro")
            await parlor.pilot.press("tab")
            assert prompt.text == "/approv"
            prompt.put("/hel")
            await parlor.pilot.press("tab")
            assert prompt.text == "/help "

    run()


def test_what_was_typed_comes_back(p, opened):
    @p.on_a_loop
    async def run():
        async with opened() as parlor:
            prompt = parlor.app.query_one("#prompt")
            await parlor.type("/help")
            await parlor.pilot.press("x", "up")
            assert prompt.text == "/help"
            await parlor.pilot.press("down")
            assert prompt.text == "x"

    run()
