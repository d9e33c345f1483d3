"""What one voice says, piece by piece."""

from textual.app import App
from textual.widgets import Label, Static

from batos_client.parlor.model.speech import Speech
from batos_client.parlor.widgets.speech_view import SpeechView

COLOURS = {"robin": "#d9594c", "brick": "", "babs": "no colour"}


def showing(view):
    class Alone(App):
        def compose(self):
            yield view

    return Alone().run_test(size=(60, 20))


def shown(view):
    """What is on the screen, the name aside."""
    return "\n".join(
        strip.text.rstrip()
        for piece in view.query(Static)
        if piece.display and not isinstance(piece, Label)
        for strip in piece.render_lines(piece.content_region.reset_offset)
    )


def test_a_paragraph_is_markdown_once_it_is_whole(p):
    @p.on_a_loop
    async def run():
        view = SpeechView(Speech("robin", "**One**"), COLOURS)
        async with showing(view) as pilot:
            await view.sync(is_over=False)
            await pilot.pause()
            assert shown(view) == "**One**"
            view.speech.text += " and two.\n\n```python\nx = **y\n\n"
            await view.sync(is_over=False)
            await pilot.pause()
            assert shown(view) == "One and two.\n```python\nx = **y"
            view.speech.text += "```"
            await view.sync(is_over=True)
            await pilot.pause()
            assert "```" not in shown(view)
            assert "x = **y" in shown(view)

    run()


def test_an_endless_speech_is_laid_out_in_parts(p):
    @p.on_a_loop
    async def run():
        view = SpeechView(Speech("robin"), COLOURS)
        async with showing(view):
            for number in range(30):
                view.speech.text += f"Paragraph {number} with **some** words in it.\n\n"
                await view.sync(is_over=False)
            parts = list(view.query("_Block"))
            assert 1 < len(parts) < 10

    run()


def test_another_text_takes_its_place(p):
    @p.on_a_loop
    async def run():
        speech = Speech("robin", "One.\n\n")
        view = SpeechView(speech, COLOURS)
        async with showing(view) as pilot:
            await view.sync(is_over=False)
            speech.who, speech.text, speech.edition = "brick", "Other", 1
            await view.sync(is_over=True)
            await pilot.pause()
            assert shown(view) == "Other"
            assert view.query_one(".who").content == "BRICK"

    run()


def test_a_voice_has_its_colour_or_one_by_its_place(p):
    @p.on_a_loop
    async def run():
        for name, tint in (("robin", 0), ("brick", 1), ("babs", 2), ("stranger", 5)):
            view = SpeechView(Speech(name, "Hello."), COLOURS)
            async with showing(view):
                await view.sync(is_over=True)
                assert view.has_class(f"-tint-{tint}")
                has_own = view.query_one(".who").styles.color.hex.lower() == COLOURS["robin"]
                assert has_own is (name == "robin")

    run()
