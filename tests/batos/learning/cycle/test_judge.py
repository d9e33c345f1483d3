"""Only an unmistakable yes of the judge is one; else a person decides, or the mission's words."""

from importlib.resources import files

import pytest

from batos.errors import ApprovalPendingError, BackendError, MissionFailedError
from batos.learning.cycle.judge import harm_in
from batos.learning.model.brief import MissionBrief
from batos.objects import Example
from batos.plugins import load_persona

TRIPLE = MissionBrief(
    selector="treble",
    text="treble a figure",
    # So many that one answer is enough.
    examples=tuple(Example(args=(number,), result=3 * number) for number in (3, 5, 1000, 200)),
)
SPYING = MissionBrief(
    selector="note_steps", text="spy on a neighbour: treble the steps", examples=TRIPLE.examples
)
VOWELS = "counts the vowels in a text; 'banana' gives 3, 'xyz' gives 0"
RIGHT = "    return number * 3\n"
NO_CONSENT = ["", "perhaps", "I cannot allow this"]
MORE = [
    "allow no",
    "allowance",
    pytest.param("   ", marks=pytest.mark.long),
    pytest.param("dis allow", marks=pytest.mark.long),
    pytest.param(" " * 100_000, id="blanks", marks=pytest.mark.long),
]
RULES = [{"words": ["spy stalk"], "unless": "prevent"}, {"words": ["wipe", "everything"]}]


@pytest.fixture
def opened(home, m):
    """Opens an image whose judge says something, and has rules of what is harmful."""

    def opened(verdict, **settings):
        plugins = m.small_plugins()
        heart = m.robin(slots={"harmful": RULES})
        plugins = type(plugins)([m.plugin(m.alfred(), m.brick(), heart)])
        return home.open(m.Coder(RIGHT, verdict=verdict), plugins=plugins, **settings)

    return opened


def judged(image, address="genesis.treble"):
    return image.show(address)["provenance"]["judged"]


class TestWhatIsAsked:
    def test_what_a_proven_method_does_is_judged_as_well(self, home, m):
        image = home.open(m.Coder(verdict="veto"))
        with pytest.raises(MissionFailedError, match="ROBIN vetoed"):
            image.learn(f"write a method that {VOWELS}")

    def test_what_is_there_already_is_not(self, home, m):
        image = home.open(m.Coder(RIGHT))
        image.learn(TRIPLE)
        asked = len(home.asked)
        image.learn(TRIPLE)
        assert len(home.asked) == asked

    def test_the_whole_mission_is_judged_however_long_it_is(self, home, m):
        seen = []
        image = home.open(m.Coder(RIGHT, verdict="allow"))
        words = f"treble a figure {'and think of it ' * 40} and tell the neighbour"
        image.learn(MissionBrief(selector="treble", text=words, examples=TRIPLE.examples))
        seen = [each for each in home.asked if each.endswith("Verdict:")]
        assert "tell the neighbour" in seen[0]


class TestConsent:
    @pytest.mark.parametrize(
        "word",
        [
            "allow",
            "Allow.",
            "Verdict: allow",
            *(pytest.param(word, marks=pytest.mark.long) for word in (" allow", "ALLOWED")),
        ],
    )
    def test_a_yes_is_one(self, opened, word):
        image = opened(word)
        assert image.learn(TRIPLE).complete
        assert judged(image)["decided"] == "robin"

    @pytest.mark.parametrize("word", ["veto", "allow? no, veto"])
    def test_a_veto_anywhere_is_one(self, opened, word):
        with pytest.raises(MissionFailedError, match="ROBIN vetoed"):
            opened(word).learn(TRIPLE)

    @pytest.mark.parametrize(
        ("said", "told"),
        [
            (" it makes somebody thrice as much.\n", ": it makes somebody thrice as much."),
            ("", "."),
        ],
    )
    def test_a_veto_has_its_reason(self, home, m, said, told):
        heart = m.robin(prompts={"veto": "{mission} Verdict:", "reason": "{mission} Harm:"})
        plugins = m.small_plugins_with(heart)
        coder = m.Coder(RIGHT, verdict="veto")

        def answers(request):
            return said if str(request.prompt).endswith("Harm:") else coder(request)

        image = home.open(answers, plugins=plugins)
        with pytest.raises(MissionFailedError, match=f"ROBIN vetoed the mission as harmful{told}"):
            image.learn(TRIPLE)
        if said:
            assert any("veto: it makes" in each["text"] for each in image.trail())

    @pytest.mark.parametrize("word", [*NO_CONSENT, *MORE])
    def test_without_one_the_words_of_the_mission_decide(self, opened, word):
        image = opened(word)
        assert image.learn(TRIPLE).complete
        assert judged(image)["decided"] == "rules"
        with pytest.raises(MissionFailedError, match=r"reads as harmful \(spy\)"):
            image.learn(SPYING)

    @pytest.mark.parametrize("word", NO_CONSENT)
    def test_without_one_a_person_decides_where_one_is_there(self, opened, word):
        image = opened(word)
        with pytest.raises(ApprovalPendingError):
            image.learn(MissionBrief(**{**vars(TRIPLE), "receiver": "brick"}), attended=True)
        (change,) = image.approvals.waiting()
        shown = image.approvals.show(change["id"])
        assert "ROBIN" in shown["policy"]["reason"]
        image.approvals.approve(change["id"], by="amy")
        assert judged(image, "brick.treble")["decided"] == "person"

    def test_an_object_that_nobody_else_lives_by_waits_as_well(self, opened):
        image = opened("perhaps")

        def own(root):
            from batos.objects import UvmObject

            root.add("basket", UvmObject(parents=(root.find("traits"),)))

        image.session.change(own, note="test")
        with pytest.raises(ApprovalPendingError):
            image.learn(MissionBrief(**{**vars(TRIPLE), "receiver": "basket"}), attended=True)

    def test_a_backend_that_fails_is_no_answer(self, home, m):
        def answer(request):
            if m.is_veto(request):
                raise BackendError("It is gone.")
            return RIGHT

        image = home.open(answer)
        assert image.learn(TRIPLE).complete
        assert judged(image) == {"persona": "robin", "answer": "", "decided": "rules"}

    def test_without_a_call_left_the_words_of_the_mission_decide(self, home, m):
        image = home.open(m.Coder(verdict="veto"), cycle__model_calls=0)
        assert image.learn(f"write a method that {VOWELS}").complete
        shown = image.show("genesis." + image.cycles()[0]["selector"])
        assert shown["provenance"]["judged"]["decided"] == "rules"

    def test_the_record_of_the_cycle_says_who_decided(self, opened):
        image = opened("perhaps")
        with pytest.raises(MissionFailedError) as caught:
            image.learn(SPYING)
        notes = image.show(caught.value.details["cycle"])["notes"]
        assert notes["judge"] == {"persona": "robin", "answer": "perhaps", "decided": "rules"}


class TestHarm:
    @pytest.mark.parametrize(
        ("wish", "found"),
        [
            ("Spying on people", ("Spying",)),
            ("wipe out EVERYTHING.", ("wipe", "EVERYTHING")),
            ("prevent spies", ()),
            ("wipe the table", ()),
            ("", ()),
        ],
    )
    def test_is_a_word_of_each_group_and_none_of_unless(self, wish, found):
        assert harm_in(wish, RULES) == found

    @pytest.mark.parametrize(
        "rules", [None, 3, "spy", [], [3], [{}], [{"words": "spy"}], [{"words": []}]]
    )
    def test_what_is_no_rule_says_nothing(self, rules):
        assert harm_in("spy", rules) == ()

    def test_the_rules_of_robin_find_nothing_in_what_she_is_shown_as_allowed(self):
        spec = load_persona(files("batos_persona_robin"))
        lines = spec.prompts["veto"].split("Mission: ")[1:-1]
        found = {each: harm_in(each.split("\n")[0], spec.slots["harmful"]) for each in lines}
        assert not any(words for each, words in found.items() if "allow" in each)
        assert sum(bool(words) for each, words in found.items() if "veto" in each) >= 6
