"""The small model as a folder, read once from its GGUF file, and one that is smaller still."""

import warnings

import pytest


@pytest.fixture(scope="session")
def hf_folder(small_model):
    """The small model as a folder: read once into the user's cache, which outlives the tests."""
    from batos.inference import no_progress
    from batos_backend_hf.libraries import require_libraries
    from batos_backend_hf.options import HfOptions
    from batos_backend_hf.sources.source import to_folder

    cache = small_model.parent.parent
    options = HfOptions(model=str(small_model), cache_dir=str(cache), threads=1)
    require_libraries(options)
    return to_folder(options, no_progress)


@pytest.fixture(scope="session")
def hf_options(hf_folder):
    """Options that take the small model."""
    # Beside other tests, two threads wait for each other more than they compute.
    return {"model": str(hf_folder), "weights": "bf16", "device": "cpu", "threads": 1}


@pytest.fixture(scope="session")
def hf(hf_options):
    from batos.inference import no_progress
    from batos_backend_hf.backend import HfBackend
    from batos_backend_hf.options import HfOptions

    backend = HfBackend(HfOptions.read({**hf_options, "n_ctx": 1024}))
    backend.load(no_progress)
    yield backend
    backend.close()


@pytest.fixture(scope="session")
def tokenizer(hf_folder):
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(hf_folder, local_files_only=True)


@pytest.fixture(scope="session")
def make_tiny(tokenizer, tmp_path_factory):
    """Makes folders of models that were never trained and answer at once."""
    import torch
    from transformers import Qwen2Config, Qwen2ForCausalLM

    def make(**config):
        torch.manual_seed(0)
        sizes = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2}
        heads = {"num_attention_heads": 2, "num_key_value_heads": 1, "vocab_size": 151936}
        given = {**sizes, **heads, "max_position_embeddings": 512, **config}
        model = Qwen2ForCausalLM(Qwen2Config(**given)).to(torch.bfloat16)
        folder = tmp_path_factory.mktemp("tiny") / "tiny-model"
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return make


@pytest.fixture(scope="session")
def tiny(make_tiny):
    return make_tiny()


@pytest.fixture(scope="session")
def make_adapter(tmp_path_factory):
    """Makes LoRA adapters for models, each with numbers of its own."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    def make(folder, seed=1):
        model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
        config = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
        torch.manual_seed(seed)
        made = tmp_path_factory.mktemp("adapter") / "an-expert"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # PEFT's own, of transformers' names
            get_peft_model(model, config).save_pretrained(made)
        return made

    return make


@pytest.fixture
def loaded_tiny(tiny):
    """Makes loaded backends of the tiny model, and closes them."""
    from batos.inference import no_progress
    from batos_backend_hf.backend import HfBackend
    from batos_backend_hf.options import HfOptions

    made = []

    def make(folder=tiny, **options):
        given = {"model": str(folder), "device": "cpu", "threads": 1, **options}
        made.append(HfBackend(HfOptions.read(given)))
        made[-1].load(no_progress)
        return made[-1]

    yield make
    for backend in made:
        backend.close()
