"""What was read before is not read again."""

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

import torch

from batos_backend_hf.loading import load_model
from batos_backend_hf.options import HfOptions
from batos_backend_hf.prefixes import Prefixes, fork

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def model(tiny):
    return load_model(tiny, HfOptions(weights="fp32", device="cpu")).model


def read(model, ids, cache):
    with torch.inference_mode():
        return model(input_ids=torch.tensor([ids]), cache=cache, use_cache=True).logits[0, -1]


def test_a_longer_prompt_goes_on_where_the_shorter_one_ended(model):
    prefixes = Prefixes(model.config)
    cache, known = prefixes.longest([1, 2, 3, 4])
    assert known == 0
    read(model, [1, 2, 3, 4], cache)
    prefixes.keep([1, 2, 3, 4], cache)
    cache, known = prefixes.longest([1, 2, 3, 4, 5, 6])
    assert (known, cache.get_seq_length()) == (4, 4)


def test_another_end_takes_the_beginning_and_gives_the_same(model):
    prefixes = Prefixes(model.config)
    cache, _ = prefixes.longest([1, 2, 3, 4])
    read(model, [1, 2, 3, 4], cache)
    prefixes.keep([1, 2, 3, 4], cache)
    again, known = prefixes.longest([1, 2, 9, 8])
    assert known == 2
    whole = read(model, [1, 2, 9, 8], Prefixes(model.config).longest([])[0])
    assert torch.allclose(read(model, [9, 8], again), whole, atol=1e-4)
    assert cache.get_seq_length() == 4, "what is kept stays as it is"


def test_a_fork_leaves_what_it_comes_from_alone(model):
    cache, _ = Prefixes(model.config).longest([])
    read(model, [1, 2], cache)
    twin = fork(cache)
    twin.batch_repeat_interleave(3)
    read(model, [3], fork(cache))
    assert cache.layers[0].keys.shape[0] == 1
    assert cache.get_seq_length() == 2


def test_the_last_two_are_kept_and_one_in_place_of_its_beginning(model):
    prefixes = Prefixes(model.config)
    for ids in ([1, 2], [5, 6], [1, 2, 3], [7, 8]):
        cache, _ = prefixes.longest([])
        read(model, ids, cache)
        prefixes.keep(ids, cache)
    assert prefixes.longest([1, 2, 3, 4])[1] == 3
    assert prefixes.longest([7, 8])[1] == 2
    assert prefixes.longest([5, 6])[1] == 0


def test_a_window_that_has_moved_on_is_not_gone_back_in(make_tiny):
    folder = make_tiny(use_sliding_window=True, sliding_window=4, max_window_layers=0)
    model = load_model(folder, HfOptions(weights="fp32", device="cpu")).model
    prefixes = Prefixes(model.config)
    cache, _ = prefixes.longest([])
    assert any(cache.is_sliding)
    read(model, [1, 2, 3, 4, 5, 6, 7, 8], cache)
    prefixes.keep([1, 2, 3, 4, 5, 6, 7, 8], cache)
    assert prefixes.longest([1, 2, 3, 9])[1] == 0
    assert prefixes.longest([1, 2, 3, 4, 5, 6, 7, 8, 9])[1] == 8
