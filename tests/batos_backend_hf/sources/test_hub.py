"""Models of the hub, where it does not answer; nothing here goes outside."""

import sys

import pytest

pytest.importorskip("torch", reason="needs torch: make test-hf")

import huggingface_hub
from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

from batos.errors import ModelFileError
from batos.inference import no_progress
from batos_backend_hf.sources.hub import from_hub


def test_offline_nobody_is_asked():
    with pytest.raises(ModelFileError, match="is not here, and the hub is not to be asked"):
        from_hub("batos/no-such-model", "main", True, no_progress)


def test_what_lies_in_the_cache_of_the_hub_is_taken(tmp_path, monkeypatch):
    folder = tmp_path / "models--batos--tiny"
    commit = "0" * 40
    (folder / "snapshots" / commit).mkdir(parents=True)
    (folder / "snapshots" / commit / "config.json").write_text("{}")
    (folder / "refs").mkdir()
    (folder / "refs" / "v1").write_text(commit)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
    found = from_hub("batos/tiny", "v1", True, no_progress)
    assert found == folder / "snapshots" / commit


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (GatedRepoError, "those who accept its licence"),
        (RepositoryNotFoundError, "has no model named 'a/b'"),
        (OSError, "cannot be fetched"),
        (ValueError, "cannot be fetched"),
    ],
)
def test_what_the_hub_refuses_is_told(monkeypatch, raised, said):
    def refuse(*_, **__):
        raise raised.__new__(raised)

    monkeypatch.setattr(sys.modules["batos_backend_hf.sources.hub"], "snapshot_download", refuse)
    with pytest.raises(ModelFileError, match=said):
        from_hub("a/b", "main", False, no_progress)


def test_how_much_is_here_is_told(monkeypatch, tmp_path):
    told = []

    def fetch(*_, tqdm_class, allow_patterns, **__):
        assert "*.safetensors" in allow_patterns
        assert "*.bin" not in allow_patterns
        with tqdm_class(total=200, unit="B", name="x") as bar:
            bar.update(50)
            bar.update(150)
        return str(tmp_path)

    monkeypatch.setattr(sys.modules["batos_backend_hf.sources.hub"], "snapshot_download", fetch)
    from_hub("a/b", "main", False, lambda what, share: told.append(share))
    assert told == [None, 0.25, 1.0]
