"""Options of the backend, as they come from a config file."""

import pytest

from batos.errors import ConfigError
from batos_backend_hf.options import HfOptions


def test_without_options_it_is_four_bits_and_the_founding_coder():
    options = HfOptions.read({})
    assert (options.model, options.role, options.weights) == ("", "coder", "nf4")
    assert (options.revision, options.offline) == ("main", False)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"weight": "nf4"}, "no option 'weight'"),
        ({"weights": "int8"}, "must be one of 'nf4', 'bf16' or 'fp32'"),
        ({"role": "joker"}, "must be one of 'steward'"),
        ({"n_ctx": 10}, "must be 256 or more"),
        ({"parallel": 0}, "must be 1 or more"),
        ({"trust_remote_code": True}, "no option 'trust_remote_code'"),
    ],
)
def test_a_wrong_option_is_named(given, reason):
    with pytest.raises(ConfigError, match=reason):
        HfOptions.read(given)


def test_every_option_is_explained():
    rows = HfOptions.describe()
    assert [row["name"] for row in rows] == list(HfOptions.model_fields)
    assert all(row["meaning"].endswith(".") for row in rows)
