"""What binds an answer: a seed, a schema, a grammar."""

from __future__ import annotations

import json
from typing import Any

import pytest

from batos.errors import BackendError
from batos.inference.backend import Backend
from batos.inference.requests import Message
from batos.testing.suite.asking import ask
from batos.testing.suite.base import SuiteBase

__all__ = ["BindingTests"]


class BindingTests(SuiteBase):
    """What is declared to bind an answer does, and what is not is refused."""

    def test_a_seed_gives_the_same_answer_again(self, backend: Backend) -> None:
        """Where ``seeds`` is declared, one seed gives one answer, and others give others.

        If this fails: the seed does not reach the sampler, or it is declared where a server does
        not promise it. What is left to read of a prompt decides the last digits, therefore the
        prompt is read once before.
        """
        if not backend.capabilities().seeds:
            pytest.skip("the backend does not declare seeds")
        warm: dict[str, Any] = {"prompt": "The best thing is", "max_tokens": 8, "temperature": 1.0}
        _, first, second = (ask(backend, seed=5, **warm).text for _ in range(3))
        assert first == second
        assert len({first, *(ask(backend, seed=seed, **warm).text for seed in range(4))}) > 1

    def test_a_json_schema_binds_the_answer(self, backend: Backend) -> None:
        """Where ``schema`` is declared it binds prompts and conversations; else it is refused.

        If this fails: a server that does not know the field leaves the answer unbound without a
        word; look at the answer, ``batos.inference.bound.is_unbound`` helps.
        """
        schema = {
            "type": "object",
            "properties": {"kind": {"enum": ["method", "talk"]}},
            "required": ["kind"],
            "additionalProperties": False,
        }
        asked: list[dict[str, Any]] = [
            {"prompt": "As JSON:"},
            {"messages": (Message("user", "Is 'hello' a method or talk? Answer as JSON."),)},
        ]
        for each in asked:
            if not backend.capabilities().schema:
                with pytest.raises(BackendError):
                    ask(backend, json_schema=schema, max_tokens=60, **each)
                continue
            heard = ask(backend, json_schema=schema, max_tokens=60, **each)
            assert json.loads(heard.text)["kind"] in ("method", "talk")

    def test_a_grammar_binds_the_answer(self, backend: Backend) -> None:
        """Where ``grammar`` is declared a GBNF grammar binds; else it is refused.

        If this fails: an answer that nothing has bound is worse than an error.
        """
        asked: dict[str, Any] = {"prompt": "7 and 5 is", "grammar": 'root ::= " " [0-9] [0-9]'}
        if not backend.capabilities().grammar:
            with pytest.raises(BackendError):
                ask(backend, **asked)
            return
        assert ask(backend, **asked).text.strip().isdigit()

    def test_a_choice_between_texts_binds_the_answer(self, backend: Backend) -> None:
        """A grammar that is a choice binds where ``grammar`` or ``choices`` is declared.

        If this fails: ``batos.inference.choices`` asks for a choice by a JSON schema.
        """
        asked: dict[str, Any] = {
            "prompt": "Is the sky blue on a fine day? Answer:",
            "grammar": 'root ::= " "? ("yes" | "no")',
        }
        capabilities = backend.capabilities()
        if not (capabilities.grammar or capabilities.choices):
            with pytest.raises(BackendError):
                ask(backend, **asked)
            return
        assert ask(backend, **asked).text.strip() in ("yes", "no")
