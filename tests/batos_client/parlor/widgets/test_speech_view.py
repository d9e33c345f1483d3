"""What one voice says, piece by piece."""

from textual.app import App
from textual.widgets import Markdown

from batos_client.parlor.model.speech import Speech
from batos_client.parlor.widgets.speech_view import SpeechView


def test_what_is_new_is_appended_and_another_text_is_laid_out_anew(p):
    @p.on_a_loop
    async def run():
        speech = Speech("robin", "One")
        view = SpeechView(speech)

        class Alone(App):
            def compose(self):
                yield view

        async with Alone().run_test():
            done = []
            markdown = view.query_one(Markdown)
            append, update = markdown.append, markdown.update
            markdown.append = lambda text: (done.append(("append", text)), append(text))[1]
            markdown.update = lambda text: (done.append(("update", text)), update(text))[1]
            speech.text += " and two"
            await view.sync(is_over=False)
            await view.sync(is_over=True)
            assert done == [("append", " and two")]
            speech.text += "\n```\ncode\n```\n"
            await view.sync(is_over=False)
            await view.sync(is_over=True)
            await view.sync(is_over=True)
            assert [name for name, _ in done] == ["append", "append", "update"]
            speech.who, speech.text, speech.edition = "brick", "Other", 1
            await view.sync(is_over=True)
            assert done[-1] == ("update", "Other")
            assert view.has_class("-brick")

    run()
