"""A nursery with the personas that come along, and a model that follows a script."""

import re

import pytest

from batos.config import load_config
from batos.evals.nursery import nursery
from batos.inference import LocalThinker, prompt_text
from batos.testing import ScriptedBackend


class Writer:
    """A model that writes the methods that it was taught, and lets everything pass.

    Attributes:
        methods: Sources by selector; None for one that it has no answer to.
        asked: Every prompt.
    """

    def __init__(self):
        self.methods = {}
        self.asked = []

    def __call__(self, request):
        text = prompt_text(request)
        self.asked.append(text)
        if request.grammar or request.json_schema:
            return "allow"
        for selector, source in self.methods.items():
            if re.search(rf"\b{selector}\b", text):
                if request.messages:
                    return f"```python\n{source}```\n"
                # A text to be continued ends with the head.
                return source.partition("\n")[2]
        return "I do not know."


@pytest.fixture(scope="module")
def writer():
    return Writer()


@pytest.fixture(scope="module")
def backend(writer):
    return ScriptedBackend(writer, context_window=100_000)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return load_config(environ={"BATOS_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture(scope="module")
def home(loaded, backend):
    thinker = LocalThinker({"main": backend}, {"default": "main"}, retries=0)
    with nursery(loaded, thinker=thinker) as made:
        yield made
