"""The options of the backend, and what is known beforehand of some servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from batos.inference import BackendOptions

__all__ = ["PRESETS", "OpenAIOptions", "Preset", "PresetName"]

PresetName: TypeAlias = Literal["", "llamacpp", "lmstudio", "ollama", "openai", "vllm"]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """What is known of a kind of server.

    Attributes:
        base_url: Where it listens unless told otherwise.
        grammar: It takes GBNF grammars.
        samples: It draws several samples of one request.
        texts: It goes on with a text as it is, at ``/v1/completions``.
        warning: What a user should know before it is used.
    """

    base_url: str = ""
    grammar: bool = False
    samples: bool = True
    texts: bool = True
    warning: str = ""


PRESETS: dict[str, Preset] = {
    "": Preset(),
    "llamacpp": Preset(base_url="http://127.0.0.1:8080/v1", grammar=True),
    "lmstudio": Preset(base_url="http://127.0.0.1:1234/v1", samples=False),
    "ollama": Preset(
        base_url="http://127.0.0.1:11434/v1",
        samples=False,
        warning="Ollama's /v1 route ignores the window that is asked for and cuts what does not "
        "fit: use the backend 'ollama', which sets the window and looks whether it holds.",
    ),
    "openai": Preset(base_url="https://api.openai.com/v1", texts=False),
    "vllm": Preset(base_url="http://127.0.0.1:8000/v1"),
}


class OpenAIOptions(BackendOptions):
    """Options of one backend."""

    provider: ClassVar[str] = "openai"

    model: str = Field(
        "", description="Name of the model at the server; empty takes the first that it lists."
    )
    preset: PresetName = Field("", description="The kind of server, which says where it listens.")
    base_url: str = Field(
        "", description="Address of the server up to /v1; empty takes the preset's."
    )
    api_key_env: str = Field(
        "OPENAI_API_KEY", description="Variable of the environment that holds the key."
    )
    api_key_file: str = Field(
        "", description="File that holds the key; only its owner may be able to read it."
    )
    api_key_keyring: str = Field(
        "", description="Service of the system's keyring under which the key is kept."
    )
    context_window: int = Field(
        0,
        ge=0,
        description="Tokens that prompt and answer may have together; 0 takes what the server "
        "tells, or 4096 where it tells nothing.",
    )
    parallel: int = Field(4, ge=1, le=64, description="Requests that are sent at the same time.")
    retries: int = Field(
        2, ge=0, le=10, description="How often a busy server is asked again, after its own delay."
    )
    seeds: bool = Field(True, description="Whether a seed gives the same answer again.")
    json_schema: bool = Field(True, description="Whether the server binds answers to schemas.")
    texts: bool = Field(
        True,
        description="Whether the server goes on with a text as it is (/v1/completions); without, "
        "a text is sent as a message.",
    )
    embedding_model: str = Field("", description="Name of the model for vectors; empty makes none.")

    @model_validator(mode="after")
    def _has_an_address(self) -> Self:
        if not self.base_url and not self.preset:
            raise ValueError(
                "Backend 'openai' needs an address: set 'base_url', or 'preset' to one of "
                f"{', '.join(repr(name) for name in PRESETS if name)}."
            )
        if self.base_url and not self.base_url.startswith(("http://", "https://")):
            raise ValueError(
                f"Option 'base_url' of backend 'openai' must begin with http:// or https://, "
                f"not be {self.base_url!r}."
            )
        return self

    @property
    def known(self) -> Preset:
        """What is known of this kind of server."""
        return PRESETS[self.preset]

    @property
    def url(self) -> str:
        """Address of the server."""
        return (self.base_url or self.known.base_url).rstrip("/")
