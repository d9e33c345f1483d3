"""What stands before every sentence can be read before anybody says one."""

import json

from batos.inference.prompts import prompt_text

LONG = "You are courteous and brief. " * 10


def test_prompts_begin_with_what_was_read_ahead(home, m):
    prompts = {"command": "Say what is meant.", "route": f"{LONG}{{request}} ->", "talk": LONG}
    steward = m.alfred(role="steward", prompts=prompts)
    answer = json.dumps({"action": "answer_question", "args": []})
    image = home.open(
        lambda request: answer if request.json_schema else "alfred",
        plugins=m.small_plugins_with(steward),
    )
    ahead = image.orchestrator.beginnings()
    assert [persona.name for persona, _ in ahead] == ["alfred"] * 3
    command, route, talk = [request for _, request in ahead]
    image.ask("the sea at night")
    asked = [str(each.prompt) for each in home.backends[-1].requests if each.prompt]
    assert asked[0].startswith(command.prompt)
    assert asked[1].startswith(route.prompt)
    said = home.backends[-1].requests[-1]
    assert said.messages[0] == talk.messages[0]
    assert prompt_text(talk).startswith(LONG[:20]) or talk.max_tokens == 1


def test_short_ones_are_not_worth_a_question(home, m):
    assert home.open().orchestrator.beginnings() == []
