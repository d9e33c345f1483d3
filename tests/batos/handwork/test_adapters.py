"""LoRA adapters of an image: taken in, attached to personas, and let go."""

import shutil
from dataclasses import replace

import pytest

from batos.errors import AdapterError, BackendError, ImageError, UnknownNameError, UsageError
from batos.image.models import ADAPTERS, held_folder
from batos.inference import CompletionRequest, LocalThinker
from batos.testing import EchoBackend

ASKED = CompletionRequest(prompt="Hello")


class Expert(EchoBackend):
    """An echo that has the adapter 'mine', and no other."""

    def __init__(self):
        super().__init__()
        self.heard = []

    def capabilities(self):
        return replace(super().capabilities(), adapters=True)

    def complete(self, request, cancel):
        self.heard.append(request.adapter)
        if request.adapter not in (None, "mine"):
            raise AdapterError(f"The adapter {request.adapter!r} does not fit the model.")
        return super().complete(request, cancel)


@pytest.fixture
def image(home):
    return home.open()


@pytest.fixture
def adapters(image):
    return image.adapters


@pytest.fixture
def expert():
    return Expert()


def thinker(backend):
    return LocalThinker({"main": backend}, {"default": "main"}, retries=0)


def test_one_is_taken_in_whole_and_tells_what_it_is(adapters, image, peft):
    folder = peft(base_model_name_or_path="owner/base")
    told = adapters.add(folder).to_plain()
    assert (told["name"], told["kind"], told["rank"], told["alpha"]) == ("mine", "peft", 4, 8.0)
    assert (told["base_model"], told["personas"], told["problem"]) == ("owner/base", [], "")
    link = held_folder(image.session.uri, "mine", ADAPTERS) / "adapter_model.safetensors"
    assert link.read_bytes() == (folder / link.name).read_bytes()
    assert adapters.each() == [adapters.show("mine")]
    assert all(row["ok"] for row in adapters.held.verify("mine"))
    with pytest.raises(ImageError, match="has an adapter 'mine' already"):
        adapters.add(folder)
    assert adapters.add(folder, "other").held.name == "other"


def test_what_is_none_or_is_damaged_is_not_taken_in(adapters, peft, tmp_path):
    folder = peft()
    weights = folder / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    with pytest.raises(AdapterError, match="'mine' is damaged"):
        adapters.add(folder)
    with pytest.raises(UsageError, match="There is no"):
        adapters.add(tmp_path / "nothing")
    assert adapters.each() == []


def test_what_lies_ready_is_taken_in_once_by_its_content(adapters, peft, tmp_path):
    ready = tmp_path / "ready"
    assert list(adapters.take_in(ready)) == []
    peft("One Two").rename(tmp_path / "moved")
    shutil.copytree(tmp_path / "moved", ready / "One Two")
    (ready / "cut.safetensors").write_bytes(b"cut")
    (ready / "notes.txt").touch()
    found = {each.name: each for each in adapters.take_in(ready)}
    assert {name: each.state for name, each in found.items()} == {
        "one-two": "taken",
        "cut": "refused",
    }
    assert "'cut' is damaged" in found["cut"].problem
    (ready / "One Two").rename(ready / "renamed")
    assert [(e.name, e.state) for e in adapters.take_in(ready) if e.state != "refused"] == [
        ("renamed", "known")
    ]
    assert [each.held.name for each in adapters.each()] == ["one-two"]


def test_one_that_was_removed_stays_so_until_it_is_added_by_hand(home, peft, tmp_path):
    image = home.open()
    ready = tmp_path / "ready"
    ready.mkdir()
    peft().rename(ready / "mine")

    def states(adapters):
        return [(each.name, each.state) for each in adapters.take_in(ready)]

    assert states(image.adapters) == [("mine", "taken")]
    image.adapters.remove("mine")
    assert states(image.adapters) == [("mine", "removed")]
    image.close()
    image = home.open()
    assert states(image.adapters) == [("mine", "removed")], "it lasts with the image"
    image.adapters.add(ready / "mine")
    image.adapters.remove("mine")
    (ready / "mine").rename(tmp_path / "away")
    peft("fresh", rank=2).rename(ready / "mine")
    assert states(image.adapters) == [("mine", "taken")], "it is another one"
    image.adapters.remove("mine")
    image.adapters.add(tmp_path / "away")
    assert states(image.adapters) == [("mine", "removed")]
    assert [each.held.name for each in image.adapters.each()] == ["away"]


def test_others_under_a_name_that_is_there_are_refused_by_it(adapters, peft, tmp_path):
    adapters.add(peft())
    (tmp_path / "ready").mkdir()
    peft("fresh", rank=2).rename(tmp_path / "ready" / "mine")
    [refused] = adapters.take_in(tmp_path / "ready")
    assert (refused.name, refused.state) == ("mine", "refused")
    assert "has an adapter 'mine' already" in refused.problem


def test_a_persona_answers_through_what_is_attached_to_it_and_no_other_does(
    image, adapters, peft, expert
):
    adapters.add(peft())
    assert adapters.attach("mine", "brick", thinker=thinker(expert)) == ""
    assert expert.heard == ["mine"]
    assert adapters.show("mine").personas == ("brick",)
    views = {name: image._host.persona(name) for name in ("alfred", "brick")}
    assert views["brick"].asks(ASKED) == replace(ASKED, persona="brick", adapter="mine")
    assert views["alfred"].asks(ASKED) == replace(ASKED, persona="alfred")


def test_it_is_tried_on_the_model_of_the_persona_itself(adapters, peft, expert):
    adapters.add(peft())
    other = EchoBackend()
    mind = LocalThinker(
        {"own": expert, "role": other}, {"default": "role"}, personas={"brick": "own"}, retries=0
    )
    assert adapters.attach("mine", "brick", thinker=mind) == ""
    assert "has no adapters" in adapters.attach("mine", "alfred", thinker=mind)
    assert expert.heard == ["mine"]


def test_it_is_part_of_the_personas_history_and_an_undo_takes_it_back(image, adapters, peft):
    adapters.add(peft())
    adapters.attach("mine", "brick")
    assert image.show("brick")["slots"]["adapter"] == "mine"
    image.history.undo("brick")
    assert adapters.show("mine").personas == ()
    adapters.attach("mine", "brick")
    assert adapters.detach("brick") == "mine"
    with pytest.raises(UsageError, match="'brick' answers through no adapter"):
        adapters.detach("brick")


def test_it_lasts_with_the_image(home, peft):
    image = home.open()
    image.adapters.add(peft())
    image.adapters.attach("mine", "brick")
    image.close()
    assert home.open().adapters.show("mine").personas == ("brick",)


def test_one_that_does_not_fit_the_model_is_refused_and_attached_to_nobody(adapters, peft, expert):
    adapters.add(peft("yours"))
    with pytest.raises(AdapterError, match="'yours' does not fit"):
        adapters.attach("yours", "brick", thinker=thinker(expert))
    assert adapters.show("yours").personas == ()


def test_a_backend_without_adapters_or_without_a_model_is_told(adapters, peft):
    adapters.add(peft())
    remark = adapters.attach("mine", "brick", thinker=thinker(EchoBackend()))
    assert remark == "The backend 'echo' has no adapters: it answers with the bare model."
    backend = EchoBackend()
    backend.close()
    with pytest.raises(BackendError):
        backend.load(lambda _what, _share: None)
    assert "could not be tried" in adapters.attach("mine", "alfred", thinker=thinker(backend))
    assert adapters.show("mine").personas == ("alfred", "brick")


def test_names_that_are_not_there_are_told_and_one_in_use_is_kept(adapters, peft):
    adapters.add(peft())
    for name, persona in (("mien", "brick"), ("mine", "brik"), ("mine", "genesis")):
        with pytest.raises(UnknownNameError):
            adapters.attach(name, persona)
    adapters.attach("mine", "brick")
    with pytest.raises(UsageError, match="'brick' answers through the adapter 'mine'") as caught:
        adapters.remove("mine")
    assert "batos adapters detach brick" in caught.value.hint
    adapters.detach("brick")
    assert adapters.remove("mine").held.name == "mine"
    assert adapters.each() == []


def test_one_whose_file_is_gone_is_listed_as_damaged(adapters, image, peft):
    adapters.add(peft())
    (held_folder(image.session.uri, "mine", ADAPTERS) / "adapter_config.json").unlink()
    [found] = adapters.each()
    assert "has no adapter_config.json" in found.problem
    with pytest.raises(AdapterError, match=r"adapter_config\.json"):
        adapters.attach("mine", "brick")
