"""An undo lasts: what was taken back is not learned again unasked."""

import pytest

from batos.errors import MissionFailedError, TakenBackError, UnknownNameError
from batos.image import history
from batos.learning.candidates.sources import fingerprint
from batos.learning.model.brief import MissionBrief
from batos.objects import Example, Method, remove_slot

ASKED = "write a method that counts the vowels in a text; 'banana' gives 3"


@pytest.fixture
def image(home):
    """An image in which ``count_vowels`` was learned for a message, and taken back by amy."""

    def learned(home):
        opened = home.open()
        assert opened.send("genesis", "count_vowels", "banana") == 3
        opened.history.undo("genesis.count_vowels", user="amy")

    return home.seeded("taken_back", learned).open()


def taken_back(image, *message, **options):
    with pytest.raises(TakenBackError) as caught:
        image.deliver(*message, **options)
    return caught.value


def install(image, source, receiver="genesis"):
    """Install a method past the guardian, but not past the history."""
    name = source.split("(")[0].removeprefix("def ")
    method = Method(selector=name, source=source, signature="(self, text)")
    image.session.change(
        lambda root: history.install(root, root.find(receiver), method, user="test"), note="test"
    )


class TestMessages:
    def test_the_next_one_says_by_whom_and_when_and_how_to_have_it_again(self, image):
        error = taken_back(image, "genesis", "count_vowels", ("banana",))
        at = image.history.of("genesis.count_vowels")["events"][-1]["at"]
        assert error.message == (
            f"genesis.count_vowels was taken back by amy at {at[:19].replace('T', ' ')} UTC, and "
            "is not learned again unasked."
        )
        assert "batos redo genesis.count_vowels" in error.hint
        assert "batos send genesis count_vowels ARGUMENTS --learn" in error.hint
        assert "batos ask --to genesis --name count_vowels" in error.hint
        assert error.details["by"] == "amy"
        assert (error.details["version"], error.details["address"]) == (1, "genesis.count_vowels")
        assert isinstance(error, UnknownNameError)
        assert error.exit_code == 2
        assert len(image.cycles()) == 1, "nothing was learned"

    def test_one_that_is_never_learned_says_so_too(self, image):
        taken_back(image, "genesis", "count_vowels", ("a",), learn=False)

    def test_whoever_says_learn_has_it_learned_anew(self, image):
        delivery = image.deliver("genesis", "count_vowels", ("banana",), learn=True)
        assert delivery.value == 3
        (outcome,) = delivery.learned
        assert (outcome.version, outcome.taken_back["by"]) == (2, "amy")
        assert image.send("genesis", "count_vowels", "queue") == 4

    def test_redo_lifts_it(self, image):
        image.history.redo("genesis.count_vowels")
        assert image.send("genesis", "count_vowels", "banana") == 3

    def test_one_that_was_learned_anew_can_be_taken_back_again(self, image):
        image.deliver("genesis", "count_vowels", ("banana",), learn=True)
        image.history.undo("genesis.count_vowels", user="bob")
        assert taken_back(image, "genesis", "count_vowels", ("a",)).details["by"] == "bob"

    def test_who_delegates_to_where_it_was_taken_back_does_not_learn_it_either(self, image):
        image.session.change(
            lambda root: setattr(root.find("robin"), "parents", (root.find("genesis"),)), note="t"
        )
        error = taken_back(image, "robin", "count_vowels", ("banana",))
        assert error.message.startswith("genesis.count_vowels was taken back")
        assert "batos send robin count_vowels" in error.hint
        assert image.deliver("robin", "count_vowels", ("banana",), learn=True).value == 3

    def test_somebody_else_who_was_never_asked_learns_it(self, image):
        assert image.send("robin", "count_vowels", "banana") == 3

    def test_inside_of_a_method_it_is_told_with_the_line(self, image):
        install(image, "def twice(self, text):\n    return 2 * self.count_vowels(text)\n")
        error = taken_back(image, "genesis", "twice", ("banana",))
        assert error.message.startswith(
            "genesis.twice, line 2: genesis.count_vowels was taken back"
        )
        assert image.deliver("genesis", "twice", ("banana",), learn=True).value == 6

    def test_several_that_were_taken_back_together_all_count(self, home):
        opened = home.open()
        opened.send("genesis", "count_vowels", "banana")
        opened.send("genesis", "reverse_text", "abc")
        opened.history.undo(["genesis.count_vowels", "genesis.reverse_text"], user="amy")
        for selector in ("count_vowels", "reverse_text"):
            taken_back(opened, "genesis", selector, ("a",))

    def test_it_outlasts_the_process_and_a_pack(self, home, image):
        image.care.pack(0.0, drop_history=True)
        image.close()
        taken_back(home.open(), "genesis", "count_vowels", ("banana",))

    def test_what_was_replaced_and_both_taken_back_is_told_by_the_latest(self, image):
        image.ask(ASKED)
        image.history.undo("genesis.count_vowels", user="bob")
        assert taken_back(image, "genesis", "count_vowels", ("a",)).details["version"] == 2

    def test_a_step_back_to_an_older_version_leaves_that_one_answering(self, home, m):
        says = [""]
        opened = home.open(m.Coder(lambda _request: says[-1]))
        opened.send("genesis", "count_vowels", "banana")
        says.append("    return 5 if text == 'banana' else 0\n")
        opened.ask("count something odd: 'banana' gives 5", selector="count_vowels")
        opened.history.undo("genesis.count_vowels")
        assert opened.send("genesis", "count_vowels", "banana") == 3

    def test_what_a_program_has_removed_was_not_taken_back(self, home):
        opened = home.open()
        opened.send("genesis", "count_vowels", "banana")
        opened.session.change(
            lambda root: remove_slot(root.find("genesis"), "count_vowels"), note="a program"
        )
        assert opened.send("genesis", "count_vowels", "banana") == 3

    def test_it_can_be_put_back_by_revert_where_redo_cannot(self, image):
        image.ask(ASKED)
        image.history.undo("genesis.count_vowels")
        image.deliver("genesis", "count_vowels", ("a",), learn=True)
        image.history.undo("genesis.count_vowels")
        image.history.redo("genesis.count_vowels")
        image.history.undo("genesis.count_vowels")
        assert "batos redo" in taken_back(image, "genesis", "count_vowels", ("a",)).hint


class TestAsking:
    def test_an_explicit_mission_learns_it_anew_and_says_so(self, image):
        answer = image.ask(ASKED)
        assert answer.kind == "learned"
        assert answer.outcome.taken_back["by"] == "amy"
        assert image.send("genesis", "count_vowels", "queue") == 4

    def test_so_does_a_brief_of_a_program(self, image):
        brief = MissionBrief(
            selector="count_vowels",
            text="count the vowels in a text",
            examples=(Example(args=("banana",), result=3),),
        )
        assert image.learn(brief).taken_back["by"] == "amy"

    def test_a_sentence_that_calls_it_is_told(self, home, image):
        before = len(home.asked)
        with pytest.raises(TakenBackError, match=r"genesis\.count_vowels was taken back by amy"):
            image.ask("count the vowels in 'the quick brown fox'")
        assert len(home.asked) == before

    def test_so_is_one_that_calls_what_no_recipe_has(self, home, m):
        opened = home.open(m.Coder("    return text[1:] + text[:1]\n"))
        mission = "write a method called knot that knots a text; 'abc' gives 'bca', 'xy' gives 'yx'"
        assert opened.ask(mission).kind == "learned"
        opened.history.undo("genesis.knot")
        with pytest.raises(TakenBackError):
            opened.ask("knots a text 'rope'")

    def test_another_text_than_the_one_taken_back_is_just_learned(self, home, m, image):
        answer = image.ask(
            "reverse a text: 'abc' -> 'cba', 'xyz!' -> '!zyx'", selector="count_vowels"
        )
        assert answer.outcome.taken_back == {}


class TestUnasked:
    def test_the_same_text_in_another_layout_is_not_installed_for_a_message(self, home, m):
        """Two messages at once: one of them learns what the other's user has just taken back."""
        same = '    # another comment\n    return (text[::-1]\n            + "!")\n'
        opened = home.open(m.Coder(same), cycle__repairs=0)
        install(opened, "def shout(self, text):\n    return text[::-1] + '!'\n")
        opened.history.undo("genesis.shout", user="amy")
        brief = MissionBrief(
            selector="shout",
            text="shout",
            args=("abc",),
            examples=(Example(args=("abc",), result="cba!"),),
        )
        outcome = opened._learner.learn(brief)
        assert outcome.status == "FAILED"
        assert outcome.reason == "This very text was taken back by amy"
        assert "learned anew: batos ask --name shout" in outcome.hint
        assert opened.learn(brief).complete

    def test_a_message_of_another_name_does_not_bring_it_back(self, home, m):
        opened = home.open(m.Coder("    return text[1:] + text[:1]\n"), cycle__repairs=0)
        opened.send("genesis", "knot_it", "abc")
        opened.history.undo("genesis.knot_it", user="amy")
        with pytest.raises(MissionFailedError) as caught:
            opened.send("genesis", "knots_all", "abc")
        assert "This very text as genesis.knot_it was taken back by amy" in caught.value.message
        assert "learned anew: batos ask --name knots_all" in caught.value.hint
        delivery = opened.deliver("genesis", "knots_all", ("abc",), learn=True)
        assert delivery.value == "bca"

    def test_neither_does_one_that_fits_what_is_proven(self, home, image):
        with pytest.raises(MissionFailedError) as caught:
            image.send("genesis", "vowels_count", "banana")
        assert "as genesis.count_vowels was taken back by amy" in caught.value.message
        assert "learned anew" in caught.value.hint

    def test_what_calls_itself_is_the_same_under_every_name(self):
        source = "def {0}(self, n):\n    return n and self.{0}(n - 1)\n"
        assert fingerprint(source.format("down")) == fingerprint(source.format("lower"))
        other = source.replace("self.{0}", "self.size").format("lower")
        assert fingerprint(other) != fingerprint(source.format("down"))

    def test_the_mission_of_a_message_knows_whether_it_was_asked_for(self, home):
        brief = MissionBrief(anew=True, drop_examples=("all",))
        assert MissionBrief.from_plain(brief.to_plain()) == brief
        assert "anew" not in MissionBrief().to_plain()


def test_an_image_that_was_never_undone_in_has_nothing_taken_back(home):
    opened = home.open()
    with pytest.raises(MissionFailedError):
        opened.send("genesis", "zork", 1)
