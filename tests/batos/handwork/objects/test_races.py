"""Two who change one object at once: nobody's change is lost, and nothing is left by half."""

import threading

import pytest

from batos.errors import MissionFailedError, UnknownNameError, UsageError
from batos.guardian.audit.audit import audit
from batos.image import history
from batos.objects import Method, UvmObject, ancestors, methods_of, name_of, slots_of

TALLY = "a tally: up(amount) adds to it, down(amount) takes it off, total() gives what is left"
CLASS = """class tally:
    def __init__(self):
        self.n = 0
    def up(self, amount):
        self.n = self.n + amount
    def down(self, amount):
        self.n = self.n - amount
    def total(self):
        return self.n
"""
PUT = """def put(self, price):
    self.prices = [*self.prices, price]
    self._p_changed = True
    return len(self.prices)
"""
TOTAL = "def total(self):\n    return sum(self.prices)\n"
ANEW = "def total(self):\n    return sum(self.prices) + 0\n"


@pytest.fixture
def image(home):
    made = home.open()
    made.shaping.new("basket", slots={"prices": [1]})
    return made


@pytest.fixture
def meanwhile(image, monkeypatch):
    """Let something happen between the work of the next change and its commit, once."""

    def arrange(what):
        change = image.session.change

        def once(work, **facts):
            monkeypatch.setattr(image.session, "change", change)
            happened = []

            def worked(root):
                result = work(root)
                if not happened:
                    happened.append(what())
                return result

            return change(worked, **facts)

        monkeypatch.setattr(image.session, "change", once)

    return arrange


def learn(image, receiver, source):
    def work(root):
        verdict = audit(source)
        method = Method(
            selector=verdict.selector,
            source=source,
            signature=verdict.signature,
            mutator=verdict.mutator,
            verdict=verdict.to_plain(),
        )
        history.install(root, root.find(receiver), method, user="ann")

    image.session.change(work, note="learned")


def names(image):
    return {each["name"] for each in image.objects()}


def check_parents(image):
    """Check that no named object delegates to one that is gone."""
    with image.session.read() as root:
        for name, obj in root.each():
            gone = [each for each in ancestors(obj) if history.is_gone(root, each)]
            assert not gone, f"{name} delegates to what is gone"


class TestOneName:
    def test_the_second_new_object_is_refused(self, image, meanwhile):
        meanwhile(lambda: image.shaping.new("jar", slots={"n": 1}, user="ann"))
        with pytest.raises(UsageError, match="'jar' is taken"):
            image.shaping.new("jar", slots={"n": 2}, user="bob")
        assert image.shaping.get("jar.n") == 1
        assert len(image.history.of("jar")["events"]) == 1

    def test_who_takes_the_name_of_what_is_being_made_wins(self, home, m):
        def taken(_request):
            image.shaping.new("tally", slots={"n": 7}, user="bob")
            return CLASS

        image = home.open(m.Coder(taken, CLASS))
        with pytest.raises(MissionFailedError, match="'tally' is taken"):
            image.make(TALLY, user="ann")
        assert image.shaping.get("tally.n") == 7
        with image.session.read() as root:
            assert not methods_of(root.find("tally"))
            assert [event.kind for event in history.latest_events(root)][:1] == ["new"]

    @pytest.fixture
    def at_once(self, home, m):
        """Return what makes an object, and does something else while its class is written."""

        def run(*, first, second):
            reached, go_on, ended = threading.Event(), threading.Event(), []

            def written(_request):
                reached.set()
                assert go_on.wait(60)
                return CLASS

            image = home.open(m.Coder(written, CLASS), parallel=2)

            def work(what):
                try:
                    ended.append(what(image))
                except Exception as error:
                    ended.append(error)

            threads = [threading.Thread(target=work, args=(each,)) for each in (first, second)]
            threads[0].start()
            assert reached.wait(60)
            threads[1].start()
            threads[1].join(1)  # one that joins goes on waiting
            go_on.set()
            for each in threads:
                each.join()
            return image, ended

        return run

    def test_who_says_the_same_joins(self, at_once):
        def make(image):
            return image.make(TALLY)

        image, (one, other) = at_once(first=make, second=make)
        assert (one.complete, one.cycle) == (True, other.cycle)
        assert len(image.history.of("tally")["events"]) == 4

    @pytest.mark.parametrize(
        ("text", "like"), [(f"{TALLY}, half() gives half of it", ""), (TALLY, "traits")]
    )
    def test_who_says_something_else_is_told(self, at_once, text, like):
        image, (told, made) = at_once(
            first=lambda image: image.make(TALLY),
            second=lambda image: image.make(text, like=like),
        )
        assert isinstance(told, UsageError)
        assert "being made just now, from other words" in told.message
        assert made.complete
        assert image.send("tally", "total") == 0

    def test_a_method_of_the_name_is_another_mission(self, at_once):
        image, ended = at_once(
            first=lambda image: image.make(TALLY),
            second=lambda image: image.learn(_brief("tally", "give the number 3", "tally() -> 3")),
        )
        kinds = [each.kind for each in ended if not isinstance(each, Exception)]
        assert "object" in kinds
        assert kinds.count("object") == 1, "the method was taken for the object"
        assert image.send("tally", "total") == 0


def _brief(selector, text, *_examples):
    from batos.learning.model.brief import MissionBrief

    return MissionBrief(receiver="genesis", selector=selector, text=text)


class TestDeleting:
    def test_a_value_that_is_set_meanwhile_is_not_lost(self, image, meanwhile):
        meanwhile(lambda: image.shaping.set("basket.prices", [5]))
        image.shaping.delete("basket")
        image.history.undo("basket")
        assert image.shaping.get("basket.prices") == [5]

    def test_a_value_of_what_is_gone_meanwhile_is_not_set(self, image, meanwhile):
        meanwhile(lambda: image.shaping.delete("basket"))
        with pytest.raises(UnknownNameError, match="basket"):
            image.shaping.set("basket.prices", [5])
        image.history.undo("basket")
        assert image.shaping.get("basket.prices") == [1]

    def test_a_message_to_what_is_gone_meanwhile_changes_nothing(self, image, meanwhile):
        learn(image, "basket", PUT)
        meanwhile(lambda: image.shaping.delete("basket"))
        with pytest.raises(UnknownNameError, match="basket"):
            image.send("basket", "put", 2)
        image.history.undo("basket")
        assert image.shaping.get("basket.prices") == [1]


class TestRenaming:
    def test_a_message_that_runs_meanwhile_is_told(self, image, meanwhile):
        learn(image, "basket", PUT)
        meanwhile(lambda: image.shaping.rename("basket", "bag"))
        with pytest.raises(UnknownNameError, match="basket"):
            image.send("basket", "put", 2)
        assert image.send("bag", "put", 3) == 2
        assert image.shaping.get("bag.prices") == [1, 3]

    def test_what_a_message_changes_meanwhile_is_kept(self, image, meanwhile):
        learn(image, "basket", PUT)
        meanwhile(lambda: image.send("basket", "put", 2))
        image.shaping.rename("basket", "bag")
        assert image.shaping.get("bag.prices") == [1, 2]
        assert names(image) >= {"bag"}
        assert "basket" not in names(image)


class TestParents:
    @pytest.fixture
    def model(self, image):
        image.shaping.new("model", slots={"n": 1})
        return image

    def by_hand(self, image):
        image.shaping.parents("basket", add=["model"])

    def by_message(self, image):
        def work(root):
            root.find("basket").parents = [*root.find("basket").parents, root.find("model")]

        image.session.change(work, note="no event is noted of it")

    def by_clone(self, image):
        image.shaping.new("copy", like="model")

    @pytest.mark.parametrize("way", ["by_hand", "by_message", "by_clone"])
    def test_what_gets_an_heir_meanwhile_is_not_taken_away(self, model, meanwhile, way):
        meanwhile(lambda: getattr(self, way)(model))
        with pytest.raises(UsageError, match=r"delegates? to it"):
            model.shaping.delete("model")
        check_parents(model)

    @pytest.mark.parametrize("way", ["by_hand", "by_message", "by_clone"])
    def test_what_is_taken_away_meanwhile_gets_no_heir(self, model, meanwhile, way):
        meanwhile(lambda: model.shaping.delete("model"))
        with pytest.raises(UnknownNameError, match="model"):
            getattr(self, way)(model)
        check_parents(model)

    @pytest.mark.parametrize("way", ["by_hand", "by_message", "by_clone"])
    def test_an_undo_takes_away_no_parent_either(self, model, meanwhile, way):
        meanwhile(lambda: getattr(self, way)(model))
        with pytest.raises(UsageError, match=r"delegates? to it"):
            model.history.undo("model")
        check_parents(model)

    def test_an_object_that_is_made_is_like_one_that_is_there(self, home, m):
        def gone(_request):
            image.shaping.delete("model")
            return CLASS

        image = home.open(m.Coder(gone, CLASS))
        image.shaping.new("model")
        with pytest.raises(MissionFailedError, match="model"):
            image.make(TALLY, like="model")
        assert "tally" not in names(image)


class TestMoving:
    @pytest.fixture
    def family(self, image):
        for name in ("ann", "bob"):
            image.shaping.new(name, like="basket")
            learn(image, name, TOTAL)
        image.shaping.move("ann.total", "basket")
        return image

    def test_what_is_learned_anew_meanwhile_is_not_lost(self, family, meanwhile):
        meanwhile(lambda: learn(family, "ann", ANEW))
        with pytest.raises(UsageError, match=r"of ann\.total cannot be taken back"):
            family.history.undo("basket.total")
        with family.session.read() as root:
            assert methods_of(root.find("ann"))["total"].source == ANEW
            assert methods_of(root.find("basket"))["total"].source == TOTAL
            assert not methods_of(root.find("bob"))
        family.history.undo("ann.total")
        family.history.undo("basket.total")
        assert family.where("bob.total")["holder"] == "bob"

    def test_what_was_taken_back_meanwhile_does_not_move(self, family, meanwhile):
        meanwhile(lambda: family.history.undo("basket.total"))
        with pytest.raises(UsageError):
            family.history.undo("basket.total")
        assert family.where("ann.total")["holder"] == "ann"
        assert family.where("bob.total")["holder"] == "bob"


class TestRelying:
    def test_what_was_not_looked_at_yet_is_relied_on_too(self, image):
        def work(root):
            basket = root.find("basket")
            if not done:
                assert basket._p_changed is None, "it is a ghost"
            root.rely_on(basket)
            if not done:
                done.append(image.shaping.set("basket.prices", [9]))
            root.add(f"seen_{len(done)}_{slots_of(basket)['prices'][0]}", UvmObject())
            done.append(name_of(basket))

        done = []
        with image.session.read():  # so that the change has a connection of its own
            image.session.change(work, note="relies on it")
        assert {each for each in names(image) if each.startswith("seen_")} == {"seen_2_9"}
