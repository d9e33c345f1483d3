"""An engine thinks with the persona as it is in the image, and remembers who said what to it."""

import pytest

from batos.errors import UnknownNameError, UsageError
from batos.inference import CancelToken, Completion
from batos.kernel.worker.persona_engine import PersonaEngine
from batos.learning.model.outcome import Delivery
from batos.wire.messages.bus import BatGram
from batos.wire.messages.completions import Complete
from batos.wire.messages.image import PersonaMind, ShowPersona
from batos.wire.messages.objects import SendMessage


class Job:
    """Answers as the kernel does."""

    job = ""
    cancel_token = CancelToken()

    def __init__(self):
        self.asked = []

    def request(self, asked, **_how):
        self.asked.append(asked)
        match asked:
            case ShowPersona(name=name):
                prompts = {"talk": "You are WREN."}
                return PersonaMind(name, "heart", "A bird.", prompts, "tiny", ["wren", "robin"])
            case SendMessage(selector="unheard"):
                raise UnknownNameError("selector", "unheard")
            case SendMessage():
                return Delivery({"args": asked.args, "kwargs": asked.kwargs})
            case Complete():
                return Completion(
                    text=f"WREN: answer {len(self.asked)}",
                    finish_reason="stop",
                    prompt_tokens=1,
                    completion_tokens=1,
                    seconds=0.0,
                    backend="b",
                    model="m",
                )
        raise AssertionError(asked)

    def prompts(self):
        return [each.request.messages for each in self.asked if isinstance(each, Complete)]


@pytest.fixture
def job():
    return Job()


@pytest.fixture
def wren():
    return PersonaEngine("wren")


def say(wren, job, payload, source="robin", method="talk"):
    return wren.answer(BatGram("wren", method, payload, source), job)


def test_talk_is_thought_with_what_the_image_holds_of_it(wren, job):
    assert say(wren, job, "hello") == "answer 2"
    (complete,) = [each for each in job.asked if isinstance(each, Complete)]
    assert (complete.role, complete.request.persona) == ("heart", "wren")
    assert complete.request.adapter == "tiny"
    assert [each.content for each in job.prompts()[0]] == ["You are WREN.", "hello"]


@pytest.mark.parametrize("payload", [" hello ", {"text": "hello"}, {"content": "hello"}, ["hello"]])
@pytest.mark.parametrize("method", ["talk", "process_architect_query"])
def test_a_sentence_comes_in_several_forms(wren, job, payload, method):
    say(wren, job, payload, method=method)
    assert job.prompts()[0][-1].content == "hello"


@pytest.mark.parametrize("payload", [None, "", "  ", 3, [], ["a", "b"], {"say": "hello"}])
def test_what_is_no_sentence_is_refused(wren, job, payload):
    with pytest.raises(UsageError, match="nothing to answer"):
        say(wren, job, payload)


def test_it_remembers_each_source_apart_and_nobody_without_a_name(wren, job):
    for source, text in (("robin", "one"), ("babs", "two"), ("client", "three"), ("client", "4")):
        say(wren, job, text, source)
    say(wren, job, "five", "robin")
    *_, nameless, last = [[each.content for each in prompt] for prompt in job.prompts()]
    assert nameless[1:] == ["4"]
    assert last[1] == "one"
    assert last[-1] == "five"
    assert "two" not in last


@pytest.mark.parametrize(
    ("payload", "args", "kwargs"),
    [
        (None, (), {}),
        ("a", ("a",), {}),
        (["a", 2], ("a", 2), {}),
        ([["a"]], (["a"],), {}),
        ({"n": 2}, (), {"n": 2}),
    ],
)
def test_other_methods_are_those_of_its_object(wren, job, payload, args, kwargs):
    assert say(wren, job, payload, method="fold") == {"args": args, "kwargs": kwargs}
    (sent,) = job.asked
    assert (sent.receiver, sent.user, sent.learn) == ("wren", "robin", False)


def test_what_it_does_not_understand_is_told(wren, job):
    with pytest.raises(UnknownNameError):
        say(wren, job, None, method="unheard")
