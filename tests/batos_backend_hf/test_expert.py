"""One story: an adapter is trained, attached to a persona, and heard in its answers alone."""

import warnings

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from batos.config import load_config
from batos.image.models import ADAPTERS, links_folder
from batos.inference import CompletionRequest, LocalThinker
from batos.living import LivingImage
from batos.plugins import load_plugins

pytestmark = [pytest.mark.model, pytest.mark.timeout(1200)]

PROMPT, LEARNED = "What lives in the cave?", " bats bats bats"
STEPS = 200


@pytest.fixture(scope="module")
def expert(tiny, tokenizer, tmp_path_factory):
    """An adapter that was trained to go on from one prompt with one text."""
    torch.manual_seed(1)
    model = AutoModelForCausalLM.from_pretrained(tiny, local_files_only=True, dtype=torch.float32)
    config = LoraConfig(r=8, lora_alpha=16, target_modules="all-linear")
    made = tmp_path_factory.mktemp("trained") / "bats"
    asked, learned = (tokenizer(text).input_ids for text in (PROMPT, LEARNED))
    tokens = torch.tensor([asked + learned])
    wanted = torch.tensor([[-100] * len(asked) + learned])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # PEFT's own, of transformers' names
        taught = get_peft_model(model, config)
        teacher = torch.optim.AdamW(
            [each for each in taught.parameters() if each.requires_grad], lr=1e-2
        )
        for _ in range(STEPS):
            told = taught(input_ids=tokens, labels=wanted)
            # A model of so few numbers is never sure of anything; its likeliest words do.
            likeliest = told.logits[0, len(asked) - 1 : -1].argmax(-1).tolist()
            if likeliest == learned:
                break
            teacher.zero_grad()
            told.loss.backward()
            teacher.step()
        taught.save_pretrained(made)
    assert likeliest == learned
    return made


def test_its_persona_says_what_it_was_taught_and_no_other_does(loaded_tiny, expert, tmp_path):
    uri = (tmp_path / "image.fs").as_uri()
    backend = loaded_tiny(weights="fp32", adapters_dir=str(links_folder(uri, ADAPTERS)))
    thinker = LocalThinker({"main": backend}, {"default": "main"})
    loaded = load_config({}, {"BATOS_HOME": str(tmp_path)})
    plugins = load_plugins(disabled=["everyday"])
    asked = CompletionRequest(prompt=PROMPT, max_tokens=3, deadline_s=300)
    bare = thinker.think("default", asked).text
    with LivingImage.open(uri, loaded=loaded, thinker=thinker, plugins=plugins) as image:
        image.adapters.add(expert)
        assert image.adapters.attach("bats", "brick", thinker=thinker) == ""
        said = {}
        for name in ("alfred", "brick", "robin", "babs"):
            persona = image._host.persona(name)
            said[name] = thinker.think(persona.role, persona.asks(asked)).text
        assert said.pop("brick") == LEARNED
        assert set(said.values()) == {bare}
        image.adapters.detach("brick")
        persona = image._host.persona("brick")
        assert thinker.think(persona.role, persona.asks(asked)).text == bare
