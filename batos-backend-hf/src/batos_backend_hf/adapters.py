"""LoRA adapters over one model, by PEFT: as many as are asked for, and one at a time."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from batos.errors import AdapterError
from batos.inference.files.adapter import Adapter, adapter_in, check_base, read_adapter
from batos_backend_hf.options import HfOptions

__all__ = ["Adapters"]


class Adapters:
    """The adapters over a loaded model, quantised or not. Whoever computes with it has it alone.

    Nothing is ever merged into the weights: they stay those of the model, and are shared.

    Args:
        model: The library's model.
        options: Which adapter is applied where none is asked for, and where others are.
        names: What the model is called.

    Raises:
        AdapterError: The one of the options is none, is damaged, or was made for another model.
    """

    def __init__(self, model: Any, options: HfOptions, names: Sequence[str] = ()) -> None:
        self._model = model
        self._folder = options.adapters_dir
        self._names = list(names)
        self._laid: dict[str, tuple[str, object]] = {}
        self._count = 0
        self._active = ""
        self._usual = ""
        if options.adapter:
            self._usual = self._key(read_adapter(Path(options.adapter).expanduser()))
            self._activate(self._usual)

    def use(self, name: str | None) -> str:
        """Have the model compute through an adapter from now on.

        Args:
            name: The adapter; ``None`` for the one of the options, or for none.

        Returns:
            What tells the model as it computes now from the model through any other adapter.

        Raises:
            AdapterError: There is no such adapter, it is damaged, or was made for another model.
        """
        key = self._usual if name is None else self._key(adapter_in(self._folder, name))
        self._activate(key)
        return key

    def _activate(self, key: str) -> None:
        if key == self._active:
            return
        for layer in self._layers():
            if key:
                layer.set_adapter(key)
            layer.enable_adapters(bool(key))
        self._active = key

    def _layers(self) -> list[Any]:
        """Return the layers that PEFT has laid over the model's own.

        They are asked themselves: what the library offers for all of them wants a later PEFT
        (transformers 5.24, peft 0.21).
        """
        if not self._count:
            return []
        from peft.tuners.tuners_utils import BaseTunerLayer

        return [each for each in self._model.modules() if isinstance(each, BaseTunerLayer)]

    def _key(self, adapter: Adapter) -> str:
        """Return PEFT's name of an adapter, laid over the model if it is not yet."""
        place = str(adapter.weights)
        key, mark = self._laid.get(place, ("", None))
        if key and mark == adapter.mark:
            return key
        if key:  # others under the same name
            self._drop(place, key)
        # Never used again, so that nothing read through one is taken for another's.
        self._count += 1
        key = f"adapter_{self._count}"
        self._lay(adapter, key)
        self._laid[place] = key, adapter.mark
        # PEFT has it active at once, but leaves off what was off: it is switched on in any case.
        self._active = "?"
        return key

    def _drop(self, name: str, key: str) -> None:
        self._remove(key)
        del self._laid[name]

    def _remove(self, key: str) -> None:
        for layer in self._layers():
            layer.delete_adapter(key)
        self._model.peft_config.pop(key, None)
        self._active = "?"  # PEFT may have taken another one

    def _lay(self, adapter: Adapter, key: str) -> None:
        _check_form(adapter)
        check_base(adapter, self._names)
        self._check_shapes(adapter)
        try:
            self._inject(adapter, key)
        except Exception as error:  # whatever PEFT meets in a file that it cannot lay over
            self._give_up(key)
            raise AdapterError(
                f"The adapter {adapter.name!r} cannot be laid over the model: {error}.",
                hint="It may be damaged, or made for another model.",
            ) from error

    def _inject(self, adapter: Adapter, key: str) -> None:
        """Lay an adapter over the modules that it has numbers for.

        By PEFT itself: ``load_adapter`` of the library takes the numbers of the adapters before for
        missing, as soon as there is a second one (transformers 5.24).
        """
        from peft import LoraConfig, inject_adapter_in_model, set_peft_model_state_dict
        from safetensors.torch import load_file

        config = LoraConfig(
            r=adapter.rank,
            lora_alpha=adapter.alpha,
            target_modules=sorted(adapter.modules),
            inference_mode=True,
        )
        with warnings.catch_warnings():
            # It is meant that there are several.
            warnings.filterwarnings("ignore", "Already found a `peft_config`", UserWarning)
            inject_adapter_in_model(config, self._model, key)
        numbers = {
            name.removeprefix("base_model.model.").replace(".default.weight", ".weight"): value
            for name, value in load_file(adapter.weights).items()
        }
        told = set_peft_model_state_dict(self._model, numbers, adapter_name=key)
        self._model.eval()
        if told.unexpected_keys or any(f".{key}." in each for each in told.missing_keys):
            raise ValueError("it has other tensors than the model takes")

    def _give_up(self, key: str) -> None:
        if getattr(self._model, "peft_config", None):
            self._remove(key)
        self._activate(self._usual)

    def _check_shapes(self, adapter: Adapter) -> None:
        """Do nothing where each module is there, as large as the adapter takes it to be."""
        for name, shape in adapter.modules.items():
            try:
                module = self._model.get_submodule(name)
            except AttributeError:
                module = None
            found = getattr(module, "in_features", None), getattr(module, "out_features", None)
            if found != (shape.inputs, shape.outputs):
                raise AdapterError(
                    f"The adapter {adapter.name!r} does not fit the model: {name!r} has other "
                    "dimensions, or is not there.",
                    hint="Take the model that it was made for.",
                )


def _check_form(adapter: Adapter) -> None:
    if adapter.kind == "gguf":
        raise AdapterError(
            f"The adapter {adapter.name!r} is a GGUF file, which only the embedded backend reads.",
            hint="Add the adapter as PEFT has saved it: both backends read that.",
        )
    if importlib.util.find_spec("peft") is None:
        raise AdapterError(
            f"The adapter {adapter.name!r} needs peft, which is not installed.",
            hint='Install what runs models: python -m pip install "batos-backend-hf[torch]"',
        )
