"""What stands before every sentence can be read before anybody says one."""

import json

from batos.inference.prompts import prompt_text
from batos.plugins import PluginSet

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
    assert [each.persona.name for each in ahead] == ["alfred"] * 3
    command, route, talk = [each.ways[0] for each in ahead]
    image.ask("the sea at night")
    asked = [str(each.prompt) for each in home.backends[-1].requests if each.prompt]
    assert asked[0].startswith(command.prompt)
    assert asked[1].startswith(route.prompt)
    said = home.backends[-1].requests[-1]
    assert said.messages[0] == talk.messages[0]
    assert prompt_text(talk).startswith(LONG[:20]) or talk.max_tokens == 1


def test_in_a_conversation_who_may_speak_next_is_shown_what_was_said(home, m):
    both = [
        m.persona("elise", prompts={"talk": LONG, "first_voice": "Say what it feels like."}),
        m.persona("boris", prompts={"talk": LONG, "second_voice": "Build on {name}."}),
        m.persona("silent", prompts={"talk": LONG}),
    ]
    image = home.open(lambda _request: "Waves are breath.", plugins=PluginSet([m.plugin(*both)]))
    first = [each.persona.name for each in image.orchestrator.beginnings()]
    assert sorted(first) == ["boris", "elise", "silent"]
    assert not image.orchestrator.heard.is_set()
    image.ask("Tell me of the sea at night.", conversation="sea")
    assert image.orchestrator.heard.is_set()
    ahead = {each.persona.name: each.ways[0] for each in image.orchestrator.beginnings()}
    assert sorted(ahead) == ["boris", "elise"]
    image.ask("And tell me of the sea in the morning.", conversation="sea")
    asked = [each.messages for each in home.backends[-1].requests if len(each.messages) > 2]
    for who, messages in zip(("elise", "boris"), asked, strict=False):
        assert messages[:-1] == ahead[who].messages[:-1]


def test_short_ones_are_not_worth_a_question(home, m):
    assert home.open().orchestrator.beginnings() == []
