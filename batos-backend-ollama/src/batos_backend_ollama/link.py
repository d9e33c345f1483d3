"""The line to one server: its client, its models, and the window that it really has."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from batos.errors import BackendError
from batos.inference.backend import Progress
from batos.inference.requests import CompletionRequest
from batos_backend_ollama.options import OllamaOptions, server_url
from batos_backend_ollama.refusals import missing_model

if TYPE_CHECKING:
    from ollama import AsyncClient

__all__ = ["Link", "Served"]

_CONNECT_S = 10.0
_KNOWS_TRUNCATE = (0, 12, 6)
"""The first version that can be told not to cut a prompt."""

_MORE = " and so on, and so on"


@dataclass(frozen=True)
class Served:
    """A model in a server's memory.

    Attributes:
        window: Tokens that prompt and answer may have together, by the server's own word.
        thinks: Whether the model can think aloud.
        facts: More about it, for provenance.
        warnings: What a user should know.
    """

    window: int
    thinks: bool
    facts: dict[str, str]
    warnings: tuple[str, ...] = ()


class Link:
    """A client of one server; every coroutine runs on one loop.

    Args:
        options: The backend's options.

    Raises:
        BackendError: The client library cannot be loaded.
    """

    def __init__(self, options: OllamaOptions) -> None:
        try:
            import httpx
            import ollama
        except ImportError as error:
            raise BackendError(
                f"The ollama library cannot be loaded: {error}.",
                hint="Install it again: python -m pip install --force-reinstall ollama",
            ) from error
        self._options = options
        self.url = server_url(options.host)
        self._client = _uncut(ollama.AsyncClient)(
            host=self.url,
            # How long an answer may take is the reader's to decide.
            timeout=httpx.Timeout(None, connect=_CONNECT_S),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def models(self) -> list[str]:
        """Return the names of the models that the server has."""
        listed = await self._client.list()
        return [str(each.model) for each in listed.models]

    async def ready(self, progress: Progress) -> Served:
        """Have the server take the model into its memory, and look what window it has.

        Raises:
            ModelFileError: It has no such model, and is not to fetch it.
        """
        name = self._options.model
        there = await self.models()
        if name not in there and f"{name}:latest" not in there:
            if not self._options.pull:
                raise missing_model(name, self.url, there)
            await self._pull(progress)
        shown = await self._client.show(name)
        trained = _trained_on(shown.modelinfo or {})
        wanted = min(self._options.num_ctx, trained or self._options.num_ctx)
        progress(f"Ollama loads {name}", None)
        await self._client.generate(
            model=name, prompt="", options={"num_ctx": wanted}, keep_alive=self._options.keeps
        )
        held = await self._held(name)
        warnings = []
        if wanted < self._options.num_ctx:
            warnings.append(f"{name} was made for {wanted} tokens; num_ctx is more.")
        if held and held < wanted:
            warnings.append(f"Ollama holds {held} tokens, and was told to hold {wanted}.")
        if await self._is_old():
            warnings.append(
                "This version of Ollama cannot be told not to cut a prompt, and only large cuts "
                "are noticed: get a newer one."
            )
        details = shown.details
        facts = {
            "server": self.url,
            "quantisation": str(getattr(details, "quantization_level", "") or ""),
            "architecture": str(getattr(details, "family", "") or ""),
        }
        return Served(
            window=min(wanted, held or wanted),
            thinks="thinking" in (shown.capabilities or ()),
            facts={key: value for key, value in facts.items() if value},
            warnings=tuple(warnings),
        )

    async def _pull(self, progress: Progress) -> None:
        async for part in await self._client.pull(self._options.model, stream=True):
            share = part.completed / part.total if part.total and part.completed else None
            progress(f"Ollama fetches {self._options.model}: {part.status or ''}", share)

    async def _held(self, name: str) -> int:
        """Return the window of the model in memory; 0 where the server does not tell."""
        for each in (await self._client.ps()).models:
            if each.model in (name, f"{name}:latest"):
                return int(each.context_length or 0)
        return 0

    async def _is_old(self) -> bool:
        told = str((await self._client.version()).get("version", ""))
        release = told.partition("-")[0].split(".")
        numbers = [int(part) for part in release if part.isdigit()]
        return bool(numbers) and tuple(numbers) < _KNOWS_TRUNCATE

    async def begin(self, request: CompletionRequest, served: Served) -> AsyncIterator[Any]:
        """Send a request and return its stream."""
        options: dict[str, Any] = {
            "num_ctx": served.window,
            "num_predict": request.max_tokens,
            "temperature": request.temperature,
            "top_p": request.top_p,
            "stop": list(request.stop),
        }
        if request.seed is not None:
            options["seed"] = request.seed % 2**31
        given: dict[str, Any] = {
            "model": self._options.model,
            "options": options,
            "keep_alive": self._options.keeps,
            "stream": True,
        }
        if request.json_schema is not None:
            given["format"] = dict(request.json_schema)
        if request.prompt is not None:
            # Raw: no template, so that the model goes on with the text as it is.
            made = self._client.generate(prompt=request.prompt, raw=True, **given)
        else:
            if served.thinks:
                given["think"] = self._options.think
            said = [{"role": each.role, "content": each.content} for each in request.messages]
            made = self._client.chat(messages=said, **given)
        stream: AsyncIterator[Any] = await made
        return stream

    async def count_more(self, request: CompletionRequest, served: Served) -> int:
        """Return how many tokens the server counts when the prompt of a request goes on a little.

        Where it counts no more than before, it has cut both.
        """
        longer = replace(request, max_tokens=1, json_schema=None, stop=())
        if request.prompt is not None:
            longer = replace(longer, prompt=f"{request.prompt}{_MORE}")
        else:
            last = request.messages[-1]
            more = replace(last, content=f"{last.content}{_MORE}")
            longer = replace(longer, messages=(*request.messages[:-1], more))
        counted = 0
        async for part in await self.begin(longer, served):
            counted = int(part.prompt_eval_count or 0) if part.done else 0
        return counted

    async def embed(self, texts: list[str]) -> tuple[list[list[float]], int]:
        """Return a vector for each text, and the tokens that the server has read."""
        answer = await self._client.embed(
            model=self._options.embedding_model,
            input=texts,
            truncate=False,
            keep_alive=self._options.keeps,
        )
        vectors = [list(each) for each in answer.embeddings]
        return vectors, int(answer.prompt_eval_count or 0)


def _trained_on(facts: Any) -> int:
    """Return the tokens that a model was made for; 0 where that is not told."""
    for key, value in facts.items():
        if key.endswith(".context_length") and isinstance(value, int):
            return value
    return 0


def _uncut(client: type[AsyncClient]) -> Callable[..., Any]:
    """Return a client that tells the server not to cut: the library has no names for that yet.

    ``truncate`` and ``shift`` are fields of the server's requests since 0.12.6; without them it
    drops the beginning of a prompt, or of a conversation, and answers with status 200.
    """

    class Uncut(client):  # type: ignore[misc, valid-type]
        async def _request(self, cls: Any, *args: Any, **kwargs: Any) -> Any:
            if args[-1] in ("/api/chat", "/api/generate"):
                kwargs["json"] = {**kwargs["json"], "truncate": False, "shift": False}
            return await super()._request(cls, *args, **kwargs)

        async def version(self) -> dict[str, Any]:
            try:
                return dict((await self._request_raw("GET", "/api/version")).json())
            except Exception:
                return {}  # something that only speaks like Ollama

    return Uncut
