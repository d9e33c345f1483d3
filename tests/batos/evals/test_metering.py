"""What a mission used is counted while others share the same thinker."""

from batos.evals.metering import MeteredThinker, Use
from batos.inference import CompletionRequest, LocalThinker
from batos.testing import ScriptedBackend


def test_answers_are_counted_for_whom_they_were_given():
    backend = ScriptedBackend(["one", "two", "three"])
    lent = MeteredThinker(LocalThinker({"only": backend}, {"default": "only"}))
    request = CompletionRequest(prompt="say")
    first = lent.use
    assert lent.think("coder", request).text == "one"
    lent.use = second = Use()
    assert [each.text for each in lent.sample("coder", [request, request])] == ["two", "three"]
    assert (len(first.asked), len(second.asked)) == (1, 2)
    assert first.model_seconds > 0
    assert second.model_seconds > 0
    assert lent.describe("coder")["backend"] == "scripted"
    assert not hasattr(lent, "close"), "it outlives the image that it was lent to"
