"""LoRA adapters as files: what one is, what it says of itself, and what it cannot be.

Three forms are known: a folder of PEFT (``adapter_config.json`` beside
``adapter_model.safetensors``), a single safetensors file with PEFT's names, and a GGUF file of
llama.cpp. What is kept as a pickle is never opened.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from batos.errors import AdapterError, ModelFileError
from batos.inference.files.gguf import read_gguf_head
from batos.inference.files.safetensors import read_safetensors_head

__all__ = ["Adapter", "AdapterKind", "LoraShape", "adapter_in", "check_base", "read_adapter"]

AdapterKind: TypeAlias = Literal["peft", "safetensors", "gguf"]

_CONFIG, _WEIGHTS, _PICKLE = "adapter_config.json", "adapter_model.safetensors", "adapter_model.bin"
_PEFT_NAME = re.compile(r"(?:base_model\.model\.)?(.+)\.lora_([AB])(?:\.default)?\.weight")
_GGUF_NAME = re.compile(r"(.+)\.lora_([ab])")
_UNKNOWN = {
    "use_dora": "weights that are decomposed (DoRA)",
    "modules_to_save": "whole modules beside it",
    "rank_pattern": "several ranks",
    "alpha_pattern": "several scales",
}
"""What makes a LoRA adapter another thing than A and B of one rank."""
_NOISE = frozenset("hf gguf bnb 4bit 8bit nf4 fp16 bf16 f16 unsloth awq gptq".split())


@dataclass(frozen=True)
class LoraShape:
    """What an adapter adds to one module of the model.

    Attributes:
        inputs: Numbers that go into the module.
        outputs: Numbers that come out of it.
    """

    inputs: int
    outputs: int


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """An adapter whose files hold together.

    Attributes:
        name: What it is called.
        kind: Its form.
        weights: The file with its numbers.
        base_model: The model that it was made for, as it says itself; empty if it does not.
        architecture: Of that model, where the file says it (GGUF).
        rank: Its rank.
        alpha: Its scale times its rank.
        modules: What it adds to, by the module's name; as PEFT or as GGUF calls it.
        config: PEFT's own configuration; made from the tensors where there is none.
    """

    name: str
    kind: AdapterKind
    weights: Path
    base_model: str
    architecture: str = ""
    rank: int
    alpha: float
    modules: Mapping[str, LoraShape]
    config: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> tuple[int, int, int]:
        """What differs where there are other numbers under the same name."""
        state = self.weights.stat()
        return state.st_ino, state.st_size, state.st_mtime_ns


def adapter_in(folder: str, name: str) -> Adapter:
    """Return the adapter of a name, out of a folder with one folder for each.

    Raises:
        AdapterError: There is none of that name, or it is damaged.
    """
    place = Path(folder) / name
    is_name = bool(name) and Path(name).name == name and not name.startswith(".")
    if not folder or not is_name or not place.is_dir():
        raise AdapterError(
            f"There is no adapter {name!r}.",
            hint="'batos adapters' lists them; detach it from its persona if need be.",
        )
    return read_adapter(place, name)


def read_adapter(path: Path, name: str = "") -> Adapter:
    """Return what an adapter is; its head is read, not its numbers.

    Args:
        path: A folder, or a file.
        name: What it is called in messages; that of the folder or file where it is left out.

    Raises:
        AdapterError: It is none, is damaged, or does what is not known here.
    """
    called = name or (path.stem if path.is_file() else path.name)
    try:
        return _read(path, called)
    except ModelFileError as error:
        raise AdapterError(f"The adapter {called!r} is damaged: {error.message}") from error
    except (OSError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise AdapterError(f"The adapter {called!r} is damaged: {error}.") from error


def _read(path: Path, name: str) -> Adapter:
    file = path if path.is_file() else _weights_in(path, name)
    if file.suffix == ".gguf":
        return _of_gguf(file, name)
    if file.suffix == ".safetensors":
        beside = file.with_name(_CONFIG)
        return _of_peft(file, name, beside if path.is_dir() and beside.is_file() else None)
    raise AdapterError(
        f"{str(path)!r} is no adapter.",
        hint="Give a folder of PEFT, or a file that ends in .safetensors or .gguf.",
    )


def _weights_in(folder: Path, name: str) -> Path:
    if (folder / _WEIGHTS).is_file():
        if not (folder / _CONFIG).is_file():
            raise AdapterError(f"The adapter {name!r} has no {_CONFIG}.")
        return folder / _WEIGHTS
    if (folder / _PICKLE).is_file():
        raise AdapterError(
            f"The adapter {name!r} is kept as a pickle, which is never opened.",
            hint="Save it again with PEFT: it writes safetensors.",
        )
    if (folder / _CONFIG).is_file():
        raise AdapterError(f"The adapter {name!r} has no {_WEIGHTS}.")
    found = [each for each in sorted(folder.glob("*")) if each.suffix in (".gguf", ".safetensors")]
    if len(found) != 1:
        raise AdapterError(
            f"{str(folder)!r} is no adapter.",
            hint=f"A folder of PEFT has {_CONFIG} and {_WEIGHTS}.",
        )
    return found[0]


def _of_gguf(file: Path, name: str) -> Adapter:
    head = read_gguf_head(file)
    facts = head.facts
    if facts.get("general.type") != "adapter" or facts.get("adapter.type") != "lora":
        raise AdapterError(f"{str(file)!r} is a GGUF file, and no LoRA adapter.")
    # GGUF has the quickest dimension first.
    shapes = {tensor: shape[::-1] for tensor, shape in head.tensors.items()}
    modules, rank = _modules(shapes, _GGUF_NAME, name)
    return Adapter(
        name=name,
        kind="gguf",
        weights=file,
        base_model=str(facts.get("general.base_model.0.name") or ""),
        architecture=str(facts.get("general.architecture", "")),
        rank=rank,
        alpha=float(facts.get("adapter.lora.alpha") or rank),
        modules=modules,
    )


def _of_peft(file: Path, name: str, config_file: Path | None) -> Adapter:
    head = read_safetensors_head(file)
    shapes = {tensor: place.shape for tensor, place in head.tensors.items()}
    modules, rank = _modules(shapes, _PEFT_NAME, name)
    config: dict[str, Any]
    if config_file is None:
        targets = sorted({module.rpartition(".")[2] for module in modules})
        config = {"peft_type": "LORA", "r": rank, "lora_alpha": rank, "target_modules": targets}
    else:
        config = _config(config_file, name)
    if int(config.get("r") or rank) != rank:
        raise AdapterError(
            f"The adapter {name!r} is damaged: its configuration says rank {config['r']}, and its "
            f"tensors have {rank}."
        )
    _check_targets(config.get("target_modules"), modules, name)
    alpha = float(config.get("lora_alpha") or rank)
    return Adapter(
        name=name,
        kind="safetensors" if config_file is None else "peft",
        weights=file,
        base_model=str(config.get("base_model_name_or_path") or ""),
        rank=rank,
        alpha=alpha * math.sqrt(rank) if config.get("use_rslora") else alpha,
        modules=modules,
        config=config,
    )


def _check_targets(targets: Any, modules: Mapping[str, LoraShape], name: str) -> None:
    """Do nothing where there are tensors for all that a list of modules names.

    Raises:
        AdapterError: For one there are none.
    """
    for target in targets if isinstance(targets, list) else ():
        if not any(each == target or each.endswith(f".{target}") for each in modules):
            raise AdapterError(f"The adapter {name!r} is damaged: it has nothing for {target!r}.")


def _config(file: Path, name: str) -> dict[str, Any]:
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
        kind = str(config["peft_type"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise AdapterError(f"The adapter {name!r} has a damaged {_CONFIG}.") from error
    if kind != "LORA":
        raise AdapterError(f"The adapter {name!r} is of the kind {kind}, and no LoRA adapter.")
    for key, what in _UNKNOWN.items():
        if config.get(key):
            raise AdapterError(f"The adapter {name!r} has {what}, which is not known here.")
    if config.get("bias", "none") != "none":
        raise AdapterError(f"The adapter {name!r} changes biases, which is not known here.")
    return dict(config)


def _modules(
    shapes: Mapping[str, tuple[int, ...]], form: re.Pattern[str], name: str
) -> tuple[dict[str, LoraShape], int]:
    """Return what is added to by A and B of each module, and their rank.

    Raises:
        AdapterError: A tensor is of no such pair.
    """
    pairs: dict[str, dict[str, tuple[int, ...]]] = {}
    for tensor, shape in shapes.items():
        found = form.fullmatch(tensor)
        if found is None or len(shape) != 2:
            raise AdapterError(f"The adapter {name!r} has {tensor!r}, which is not known here.")
        pairs.setdefault(found[1], {})[found[2].lower()] = shape
    modules, ranks = {}, set()
    for module, pair in pairs.items():
        if set(pair) != {"a", "b"} or pair["a"][0] != pair["b"][1]:
            raise AdapterError(f"The adapter {name!r} is damaged: {module!r} lacks its other half.")
        modules[module] = LoraShape(inputs=pair["a"][1], outputs=pair["b"][0])
        ranks.add(pair["a"][0])
    if len(ranks) != 1:
        what = "no tensors" if not ranks else "several ranks, which are not known here"
        raise AdapterError(f"The adapter {name!r} has {what}.")
    return modules, ranks.pop()


def check_base(adapter: Adapter, names: Iterable[str]) -> None:
    """Do nothing where an adapter may have been made for a model of these names.

    A path says nothing, and neither does how a model was quantised.

    Args:
        adapter: The adapter.
        names: What the model is called; empty ones are left out.

    Raises:
        AdapterError: It was made for a model of another name.
    """
    wanted = _words(adapter.base_model)
    known = [(each, words) for each in names if (words := _words(each))]
    if wanted and known and all(words != wanted for _, words in known):
        raise AdapterError(
            f"The adapter {adapter.name!r} was made for {adapter.base_model!r}, and the model is "
            f"{known[0][0]!r}.",
            hint="Use that model. If it is the same one by another name, write that into the "
            f"adapter's {_CONFIG}, and add it again.",
        )


def _words(name: str) -> frozenset[str]:
    """Return the words of a model's name, without those of its files; none of a path."""
    if name.count("/") > 1 or name.startswith((".", "/", "~")) or "\\" in name:
        return frozenset()
    words = re.split(r"[-_. ]+", name.rpartition("/")[2].lower())
    return frozenset(e for e in words if e and e not in _NOISE and not _is_kind(e))


def _is_kind(word: str) -> bool:
    return re.fullmatch(r"i?q\d|k|[msl]", word) is not None
