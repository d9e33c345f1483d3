"""Models on their way into an image: as they are, or quantised; and answering from there."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

from batos.errors import UsageError
from batos.guardian.running.run import GuardedRunner
from batos.image import Session
from batos.image.models import HeldModels
from batos.inference import CancelToken, CompletionRequest, no_progress
from batos_backend_hf.sources.bringing import bring

pytestmark = pytest.mark.model


@pytest.fixture
def image(tmp_path):
    """Opens the image of a folder."""
    opened = []

    def make(name):
        (tmp_path / name).mkdir(exist_ok=True)
        opened.append(Session((tmp_path / name / "image.fs").as_uri(), GuardedRunner))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


def said(backend):
    request = CompletionRequest(prompt="1, 2, 3,", max_tokens=8)
    return [getattr(each, "text", "") for each in backend.complete(request, CancelToken())]


def test_a_folder_is_taken_as_it_is(tiny, tmp_path):
    assert bring(str(tiny), "", tmp_path, no_progress) == tiny
    with pytest.raises(UsageError, match="not as 'q4'"):
        bring(str(tiny), "q4", tmp_path, no_progress)


def test_a_model_is_quantised_once_and_loaded_so(tiny, tmp_path, loaded_tiny):
    into = tmp_path / "four"
    into.mkdir()
    assert bring(str(tiny), "nf4", into, no_progress) == into
    config = json.loads((into / "config.json").read_text("utf-8"))
    assert config["quantization_config"]["bnb_4bit_use_double_quant"]
    four, whole = loaded_tiny(into), loaded_tiny(tiny, weights="nf4")
    assert four.details()["quantisation"] == "nf4"
    assert said(four) == said(whole)


def test_it_answers_from_the_image_with_no_copy_and_where_the_image_goes(
    tiny, image, tmp_path, loaded_tiny
):
    here = image("here")
    facts = HeldModels(here).add(tiny, "tiny")
    weights = Path(facts.folder, "model.safetensors")
    blobs = {each.stat().st_ino for each in (tmp_path / "here").rglob("*.blob")}
    assert weights.stat().st_ino in blobs, "the link is the blob's own file"
    expected = said(loaded_tiny(tiny))
    loaded = loaded_tiny(facts.folder)
    assert said(loaded) == expected
    loaded.close()
    here.close()
    shutil.copytree(
        tmp_path / "here", tmp_path / "there", ignore=shutil.ignore_patterns("models", "*.lock")
    )
    held = HeldModels(image("there"))
    held.lay_out()
    [there] = held.each()
    assert str(tmp_path / "there") in there.folder
    assert said(loaded_tiny(there.folder, offline=True)) == expected
