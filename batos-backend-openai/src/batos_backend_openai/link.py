"""The line to one server: its client, its models, and its window."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from batos.errors import BackendError, ModelFileError, near
from batos.inference.requests import CompletionRequest
from batos_backend_openai.keys import find_key
from batos_backend_openai.options import OpenAIOptions
from batos_backend_openai.refusals import room_left

__all__ = ["DEFAULT_WINDOW", "Link", "Served"]

DEFAULT_WINDOW = 4096
"""Tokens, where neither the options nor the server tell."""
_CONNECT_S = 10.0
_MOST_STOPS = 4
"""Stop texts that servers take; the reader watches for all of them."""
_WINDOW_FIELDS = ("max_model_len", "loaded_context_length", "context_length", "context_window")


@dataclass(frozen=True)
class Served:
    """A model that a server has, and its window; 0 where it does not tell."""

    model: str
    window: int


class Link:
    """A client of one server; every coroutine runs on one loop.

    Args:
        options: The backend's options.

    Raises:
        BackendError: The client library cannot be loaded.
        ConfigError: The key cannot be had.
    """

    def __init__(self, options: OpenAIOptions) -> None:
        try:
            import openai
        except ImportError as error:
            raise BackendError(
                f"The openai library cannot be loaded: {error}.",
                hint="Install it again: python -m pip install --force-reinstall openai",
            ) from error
        self._options = options
        self.key = find_key(options)
        self._client: Any = openai.AsyncOpenAI(
            api_key=self.key.get_secret_value(),
            base_url=options.url,
            max_retries=options.retries,
            # How long an answer may take is the reader's to decide.
            timeout=openai.Timeout(None, connect=_CONNECT_S),
        )

    async def close(self) -> None:
        """Close every connection."""
        await self._client.close()

    async def served(self) -> Served:
        """Return the model that is to be used.

        Raises:
            ModelFileError: The server has no such model, or none at all.
        """
        import openai

        wanted = self._options.model
        try:
            listed = [model async for model in self._client.models.list()]
        except openai.NotFoundError:
            if not wanted:
                raise BackendError(
                    f"The server at {self._options.url} does not list its models.",
                    hint="Name one: batos config set backends.NAME.model MODEL",
                ) from None
            return Served(wanted, 0)
        names = {name: each for each in listed for name in (each.id, *_aliases(each))}
        if not listed or (wanted and wanted not in names):
            what = f"no model named {wanted!r}" if wanted else "no model"
            raise ModelFileError(
                f"The server at {self._options.url} has {what}.",
                hint=near(wanted, names) or f"It has {', '.join(sorted(names)[:5]) or 'none'}.",
            )
        model = names[wanted] if wanted else listed[0]
        return Served(wanted or model.id, await self._window_of(model))

    async def _window_of(self, model: Any) -> int:
        told = model.model_extra or {}
        meta = told.get("meta")
        fields = [told.get(name) for name in _WINDOW_FIELDS]
        fields.append(meta.get("n_ctx") if isinstance(meta, dict) else None)
        if not any(fields) and self._options.preset == "lmstudio":
            fields = await self._lmstudio_fields(model.id)
        return next((int(each) for each in fields if isinstance(each, int) and each > 0), 0)

    async def _lmstudio_fields(self, name: str) -> list[Any]:
        """Return what LM Studio's own route tells of a window."""
        root = self._options.url.removesuffix("/v1")
        try:
            told = await self._client.get(f"{root}/api/v0/models/{name}", cast_to=object)
        except Exception:
            return []  # an older version; the default is told as what it is
        return [told.get("loaded_context_length")] if isinstance(told, dict) else []

    async def begin(self, request: CompletionRequest, model: str, count: int) -> AsyncIterator[Any]:
        """Send a request and return its stream."""
        import openai

        try:
            return await self._send(request, model, count, request.max_tokens)
        except openai.BadRequestError as error:
            room = room_left(error)
            if not 0 < room < request.max_tokens:
                raise
        return await self._send(request, model, count, room)

    async def _send(
        self, request: CompletionRequest, model: str, count: int, most: int
    ) -> AsyncIterator[Any]:
        extra: dict[str, Any] = {}
        given: dict[str, Any] = {
            "model": model,
            "temperature": request.temperature,
            "top_p": request.top_p,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        is_chat = request.prompt is None or not (self._options.texts and self._options.known.texts)
        # The newest models of OpenAI's own cloud know the limit by its new name only.
        is_new = is_chat and self._options.preset == "openai"
        given["max_completion_tokens" if is_new else "max_tokens"] = most
        if request.stop:
            given["stop"] = list(request.stop[:_MOST_STOPS])
        if request.seed is not None:
            given["seed"] = request.seed % 2**31
        if count > 1:
            given["n"] = count
        if request.grammar is not None:
            extra["grammar"] = request.grammar
        if request.json_schema is not None:
            schema = dict(request.json_schema)
            if is_chat:
                given["response_format"] = _bound(schema)
            else:  # the route for texts has no field of its own: llama.cpp's, and vLLM's
                extra |= {"json_schema": schema, "structured_outputs": {"json": schema}}
        if is_chat:
            said = [{"role": each.role, "content": each.content} for each in request.messages]
            said = said or [{"role": "user", "content": str(request.prompt)}]
            made = self._client.chat.completions.create(
                messages=said, extra_body=extra or None, **given
            )
        else:
            made = self._client.completions.create(
                prompt=request.prompt, extra_body=extra or None, **given
            )
        stream: AsyncIterator[Any] = await made
        return stream

    async def embed(self, texts: list[str]) -> tuple[list[list[float]], int]:
        """Return a vector for each text, and the tokens that the server has read."""
        answer = await self._client.embeddings.create(
            model=self._options.embedding_model, input=texts, encoding_format="float"
        )
        ordered = sorted(answer.data, key=lambda each: each.index)
        counted = answer.usage.prompt_tokens if answer.usage is not None else 0
        return [list(each.embedding) for each in ordered], int(counted or 0)


def _aliases(model: Any) -> list[str]:
    told = (model.model_extra or {}).get("aliases")
    return [str(each) for each in told] if isinstance(told, list) else []


def _bound(schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": schema, "strict": _is_strict(schema)},
    }


def _is_strict(schema: Any) -> bool:
    """Return whether a schema keeps what strict binding asks for.

    Every object names all that it has as required, and allows nothing else.
    """
    if isinstance(schema, list):
        return all(map(_is_strict, schema))
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object":
        names = set(schema.get("properties", ()))
        if schema.get("additionalProperties") is not False or names != set(
            schema.get("required", ())
        ):
            return False
    return all(map(_is_strict, schema.values()))
