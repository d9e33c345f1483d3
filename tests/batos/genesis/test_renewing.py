"""A newer version of what an object was born with leaves alone what is its own by now."""

from batos.genesis import awaken
from batos.genesis.renewing import renew
from batos.objects import UvmObject
from batos.plugins import PluginSet


def test_what_was_changed_since_the_birth_stays():
    obj = UvmObject()
    renew(obj, {"tone": "dry", "title": "Owl"})
    obj.tone = "my own"
    renew(obj, {"tone": "newer", "title": "Great Owl", "role": "coder"})
    assert (obj.tone, obj.title, obj.role) == ("my own", "Great Owl", "coder")
    assert obj.born["tone"] == "newer"


def test_renewing_touches_only_what_nobody_has_changed(session, m):
    prompts = {"talk": "one", "route": "two"}
    awaken(session, PluginSet([m.plugin(m.alfred(prompts=prompts))]))
    session.change(lambda root: setattr(root.find("alfred"), "prompt_talk", "my own"), note="test")
    newer = {"talk": "ONE", "route": "TWO", "third": "THREE"}
    awaken(session, PluginSet([m.plugin(m.alfred(prompts=newer, title="New"))]))
    with session.read() as root:
        slots = root.find("alfred").slots
    assert slots["prompt_talk"] == "my own"
    assert slots["prompt_route"] == "TWO"
    assert slots["prompt_third"] == "THREE"
    assert slots["title"] == "New"
