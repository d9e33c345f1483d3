"""The conformance kit of inference backends: what every one of them has to keep.

An author subclasses :class:`BackendSuite` in a test module and gives a fixture ``make_backend``::

    import pytest
    from batos.testing import BackendSuite, EchoBackend

    @pytest.fixture(scope="module")
    def make_backend():
        return lambda: EchoBackend(context_window=256)

    class TestEcho(BackendSuite):
        long_prompt = "word " * 100

What a backend declares in its ``capabilities()`` is tested; what it does not declare has to be
refused. What only its surroundings can show is given by further fixtures, each a function that is
called when it is needed. A fixture that is not there skips its tests with the reason, unless the
suite has the attribute behind it set to true:

=============== ============== ===================================================================
fixture         attribute      what it gives
=============== ============== ===================================================================
``work_done``   ``has_counter``  a number that grows while the backend, or its server, works
``kill_server`` ``has_server``   a loaded backend, and a function that kills its server at once
``wrong_model`` ``has_models``   a backend that is to use a model that does not exist
``wrong_key``   ``has_key``      a backend with a key that its server refuses, and the key
``starved``     ``has_limits``   a backend whose model does not fit into the memory
``adapters``    ``has_adapters`` the names of two adapters, each with an answer of its own
=============== ============== ===================================================================
"""

from __future__ import annotations

from batos.testing.dropped import check_none_dropped
from batos.testing.suite.adapters import AdapterTests
from batos.testing.suite.answers import AnswerTests
from batos.testing.suite.binding import BindingTests
from batos.testing.suite.closing import ClosingTests
from batos.testing.suite.ending import EndingTests
from batos.testing.suite.prompts import PromptTests
from batos.testing.suite.several import SeveralTests
from batos.testing.suite.trouble import TroubleTests

__all__ = ["BackendSuite"]


class BackendSuite(
    AnswerTests,
    PromptTests,
    BindingTests,
    SeveralTests,
    AdapterTests,
    EndingTests,
    TroubleTests,
    ClosingTests,
):
    """What every backend keeps; see the module for what a subclass gives.

    Attributes:
        counting: A prompt with an obvious continuation of several tokens, at temperature 0.
        long_prompt: A prompt whose answer has at least 60 tokens at temperature 1.
        unicode_prompt: A prompt whose answer has letters of several bytes.
        settles_s: Seconds after which given-up work must have ended.
    """

    def test_no_standard_test_was_dropped(self) -> None:
        """A subclass may mark a standard test as failing, and may not replace or remove one.

        If this fails: mark the test with ``pytest.mark.xfail(reason=...)`` and call the standard
        one in it, so that whoever reads the results sees what the backend does not keep.
        """
        check_none_dropped(type(self), BackendSuite)
