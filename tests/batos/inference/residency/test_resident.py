"""Models within a budget: who leaves, who waits, who is refused, and what is told of it."""

import threading
import weakref

import pytest

from batos.errors import BackendError, CancelledError, DeadlineError, ModelFileError
from batos.inference import (
    Budget,
    CancelToken,
    CompletionRequest,
    Footprint,
    LocalThinker,
    Residency,
)
from batos.testing import EchoBackend

MB = 1 << 20
ASK = CompletionRequest(prompt="hello")


class Sized(EchoBackend):
    """An echo that takes memory by its own word, and more than that where it is told to."""

    def __init__(self, name, size, more=0):
        super().__init__()
        self.model, self.size, self.more = name, size * MB, more * MB
        self.is_loaded = False

    def footprint(self):
        return Footprint(vram=self.size + (self.more if self.is_loaded else 0))

    def load(self, progress):
        super().load(progress)
        self.is_loaded = True


@pytest.fixture
def house():
    """Makes a residency and a thinker whose roles are the names of models with their sizes."""

    def make(budget, **sizes):
        residency = Residency(Budget(ram=1 << 40, vram=budget * MB))
        places = {}
        for name, size in sizes.items():
            given = size if isinstance(size, tuple) else (size,)

            def made(name=name, given=given):
                return Sized(name, *given)

            places[name] = residency.place(made(), made, name)
        return residency, LocalThinker(
            places, {name: name for name in sizes}, residency=residency, retries=0
        )

    return make


def states(thinker):
    return {each.name: each.state for each in thinker.models()}


def test_the_one_that_was_asked_longest_ago_leaves(house):
    residency, mind = house(20, a=10, b=10, c=10)
    told = []
    residency.told = told.append
    for role in ("a", "b", "a", "c"):
        assert mind.think(role, ASK).text == "hello"
    assert states(mind) == {"a": "loaded", "b": "waiting", "c": "loaded"}
    (swap,) = residency.swaps
    assert told == [swap]
    assert (swap.loaded, swap.left, swap.takes.vram) == ("c", ("b",), 10 * MB)
    assert swap.seconds >= 0
    gone = mind.models()[1]
    assert "made room for 'c'" in gone.reason
    assert gone.vram == 0
    assert residency.taken.vram == 20 * MB


def test_one_that_has_left_comes_back_when_it_is_asked(house):
    residency, mind = house(10, a=10, b=10)
    for role in ("a", "b", "a"):
        mind.think(role, ASK)
    assert states(mind) == {"a": "loaded", "b": "waiting"}
    assert [each.loaded for each in residency.swaps] == ["b", "a"]


def test_several_leave_for_a_large_one(house):
    residency, mind = house(30, a=10, b=10, large=25)
    for role in ("a", "b", "large"):
        mind.think(role, ASK)
    assert states(mind) == {"a": "waiting", "b": "waiting", "large": "loaded"}
    assert residency.swaps[0].left == ("a", "b")


def test_a_swap_interrupts_no_answer(house):
    _residency, mind = house(10, a=10, b=10)
    begun, may_end, heard = threading.Event(), threading.Event(), []

    def on_text(text):
        heard.append(text)
        begun.set()
        assert may_end.wait(30)

    def ask():
        heard.append(mind.think("a", CompletionRequest(prompt="one two"), on_text=on_text).text)

    answering = threading.Thread(target=ask)
    answering.start()
    assert begun.wait(30)
    swapping = threading.Thread(target=mind.think, args=("b", ASK))
    swapping.start()
    with pytest.raises(DeadlineError, match="Other models had the memory"):
        mind.think("b", CompletionRequest(prompt="x", deadline_s=0.2))
    assert states(mind)["b"] == "waiting"
    may_end.set()
    answering.join()
    swapping.join()
    assert heard[-1] == "one two"
    assert states(mind) == {"a": "waiting", "b": "loaded"}


def test_who_waits_for_room_can_be_cancelled_and_the_other_goes_on(house):
    residency, mind = house(10, a=10, b=10)
    cancel = CancelToken()
    place = mind.places["a"]
    with residency.lent(place):
        cancel.cancel()
        with pytest.raises(CancelledError):
            mind.think("b", ASK, cancel=cancel)
        assert mind.think("a", ASK).text == "hello"


def test_one_that_has_no_room_even_alone_is_refused_with_both_numbers(house):
    _, mind = house(10, a=5, large=40)
    mind.think("a", ASK)
    with pytest.raises(
        BackendError, match=r"'large' takes 40 MiB of graphics memory.* 10 MiB"
    ) as no:
        mind.think("large", ASK)
    assert "inference.gpu_memory_mb" in no.value.hint
    assert states(mind)["a"] == "loaded", "nobody leaves for one that cannot come"


def test_what_is_measured_counts_and_not_what_was_said_before(house):
    _, mind = house(10, honest=5, sly=(5, 30))
    mind.think("honest", ASK)
    with pytest.raises(BackendError, match="'sly' takes 35 MiB"):
        mind.think("sly", ASK)
    assert states(mind) == {"honest": "loaded", "sly": "failed"}
    assert mind.models()[1].vram == 0


def test_at_the_start_those_are_loaded_that_have_room_together():
    residency = Residency(Budget(ram=1 << 40, vram=10 * MB))
    made = {
        name: residency.place(Sized(name, 6), lambda name=name: Sized(name, 6), name)
        for name in ("a", "b")
    }
    mind = LocalThinker(made, {"coder": "a", "default": "b"}, residency=residency)
    mind.load()
    assert states(mind) == {"a": "waiting", "b": "loaded"}
    assert not residency.swaps


def test_models_that_are_configured_alike_are_one():
    residency = Residency()
    first = residency.place(EchoBackend(), EchoBackend, ("echo", {"n": 1}))
    assert residency.place(EchoBackend(), EchoBackend, ("echo", {"n": 1})) is first
    assert residency.place(EchoBackend(), EchoBackend, ("echo", {"n": 2})) is not first


def test_one_that_cannot_be_loaded_says_why_and_is_tried_again():
    there = threading.Event()

    class Late(EchoBackend):
        def load(self, progress):
            if not there.is_set():
                raise ModelFileError("It is not here.", hint="Fetch it.")

    residency = Residency(Budget())
    place = residency.place(Late(), Late)
    with pytest.raises(ModelFileError):
        residency.load(place)
    assert (place.state.name, place.state.hint) == ("failed", "Fetch it.")
    there.set()
    assert residency.load(place)
    residency.retire([place])
    assert place.state.name == "waiting"


def test_a_load_that_fails_when_others_have_left_tells_its_swap():
    class Broken(Sized):
        def load(self, progress):
            raise ModelFileError("It is damaged.", hint="Fetch it again.")

    told = []
    residency = Residency(Budget(ram=1 << 40, vram=10 * MB))
    residency.told = told.append
    makers = {"a": lambda: Sized("a", 10), "b": lambda: Broken("b", 10)}
    places = {name: residency.place(make(), make, name) for name, make in makers.items()}
    mind = LocalThinker(places, {name: name for name in "ab"}, residency=residency, retries=0)
    mind.think("a", ASK)
    with pytest.raises(ModelFileError):
        mind.think("b", ASK)
    [swap] = told
    assert residency.swaps == told
    assert (swap.loaded, swap.left, swap.problem) == ("b", ("a",), "It is damaged.")
    assert (swap.takes, residency.taken) == (Footprint(), Footprint())
    assert states(mind) == {"a": "waiting", "b": "failed"}
    assert mind.think("a", ASK).text == "hello"
    assert (residency.swaps, states(mind)["a"]) == (told, "loaded")


def test_what_was_half_loaded_goes_while_its_error_is_still_told():
    class Weights:
        pass

    class Broken(EchoBackend):
        def load(self, progress):
            weights = Weights()
            half.append(weakref.ref(weights))
            raise ModelFileError("It is damaged.")

    half = []
    residency = Residency()
    with pytest.raises(ModelFileError) as caught:
        residency.load(residency.place(Broken(), Broken))
    assert caught.value.__traceback__ is not None
    assert half[0]() is None


def test_many_ask_for_many_in_little_room(house):
    residency, mind = house(20, a=10, b=10, c=10, d=10)
    faults = []

    def ask(role):
        try:
            for _ in range(10):
                assert mind.think(role, ASK).text == "hello"
        except BaseException as error:
            faults.append(error)

    threads = [threading.Thread(target=ask, args=(role,)) for role in "abcdabcd"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not faults
    assert residency.taken.vram <= 20 * MB
    assert all(each.running == 0 for each in mind.places.values())


@pytest.mark.model
def test_a_real_model_is_measured_and_gives_its_memory_back(small_model):
    from batos_backend_llamacpp.backend import LlamaBackend
    from batos_backend_llamacpp.options import LlamaOptions

    def maker(n_ctx):
        options = LlamaOptions(model=str(small_model), n_ctx=n_ctx, parallel=1, threads=1)
        return lambda: LlamaBackend(options)

    size = small_model.stat().st_size
    residency = Residency(Budget(ram=int(size * 1.9)))
    one, other = (
        residency.place(make(), make, n) for n, make in enumerate(map(maker, (512, 1024)))
    )
    mind = LocalThinker(
        {"one": one, "other": other}, {"a": "one", "b": "other"}, residency=residency
    )
    asked = CompletionRequest(prompt="1, 2, 3,", max_tokens=4)
    assert mind.think("a", asked).text
    taken = residency.taken.ram
    assert size * 0.8 < taken < size * 1.9
    assert mind.think("b", asked).text
    assert states(mind) == {"one": "waiting", "other": "loaded"}
    assert residency.taken.ram < size * 1.9
    assert residency.swaps[0].left == (small_model.stem,)
    mind.close()
    assert residency.taken == Footprint()
