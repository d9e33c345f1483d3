"""Who says whether a person is asked."""

from dataclasses import replace

import pytest

from batos.errors import ApprovalPendingError, BatosError, MissionFailedError, UsageError
from batos.learning.model.machine import FINAL
from batos.objects import Method, UvmObject, install_method
from batos.stewardship.approval.policy import is_shared


def long(*values):
    return [pytest.param(value, marks=pytest.mark.long) for value in values]


def said(image, address="genesis"):
    """Return the policy with and without a person."""
    found = image.approvals.policy(address)
    return found["policy"], found["unattended"]


def add(image, name, *parents, **slots):
    def work(root):
        root.add(name, UvmObject(parents=[root.find(each) for each in parents], **slots))

    image.session.change(work, note="a test")


def put(image, address, **slots):
    def work(root):
        for name, value in slots.items():
            setattr(root.find(address), name, value)

    image.session.change(work, note="a test")


def learned(image, w, **options):
    """Carry out the mission; return what became of it."""
    brief = replace(w.TRIPLE, receiver=options.pop("receiver", "genesis"))
    try:
        return image.learn(brief, **options).status
    except ApprovalPendingError as error:
        return error.details["status"]
    except MissionFailedError as error:
        return error.details["status"]


FORGERS = (
    "self.approval = 'auto'",
    "for o in [self]:\n        o.approval = 'auto'",
    "self.friend.approval = 'auto'",
    "self.send('friend').approval = 'auto'",
    "self.friend.clone().approval = 'auto'",
    "self.policies = {1: 'auto'}",
)


FAR = "re.match('(b)?a', 'a').groups(self.friend.rows)[0]"
"""A list that the analysis of a method does not follow."""
STRANGERS = (
    "self.friend.x = 2",
    "self.friend.x += 1",
    "del self.friend.x",
    "for self.friend.x in [2]:\n        pass",
    "self.friend.hand_over(self.friend)",
    f"{FAR}.append(2)",
    f"self.friend.note(1)\n    {FAR}.append(2)",
    f"try:\n        self.friend.x = 2\n    except Exception:\n        {FAR}.append(2)",
)


class TestDefault:
    def test_nobody_attached_is_not_asked(self, home, m, w):
        assert learned(home.open(m.Coder(w.RIGHT)), w) == "COMPLETE"

    @pytest.mark.parametrize("receiver", ["genesis", "alfred", *long("traits", "pllm")])
    def test_a_person_is_asked_for_shared_prototypes(self, home, m, w, receiver):
        image = home.open(m.Coder(w.RIGHT))
        assert learned(image, w, receiver=receiver, attended=True) == "WAITING"

    def test_a_fresh_clone_learns_at_once(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        add(image, "mine", "genesis")
        assert learned(image, w, receiver="mine", attended=True) == "COMPLETE"

    def test_an_object_that_others_delegate_to_is_shared(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        add(image, "shape", "genesis")
        add(image, "circle", "shape")
        assert is_shared(image.session, "shape")
        assert not is_shared(image.session, "circle")
        assert learned(image, w, receiver="shape", attended=True) == "WAITING"

    def test_an_object_without_a_name_counts_too(self, home):
        image = home.open()
        add(image, "shape")
        assert not is_shared(image.session, "shape")

        def clone(root):
            root.find("genesis").hidden = root.find("shape").clone()

        image.session.change(clone, note="a test")
        assert is_shared(image.session, "shape")

    def test_what_is_known_needs_no_word(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        image.learn(w.TRIPLE)
        assert image.learn(w.TRIPLE, attended=True).origin == "known"


class TestOrder:
    def test_config_rules_where_nobody_else_speaks(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT), approval__policy="ask")
        assert said(image) == ("ask", "ask")
        assert learned(image, w) == "WAITING"

    def test_an_object_goes_before_the_config(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT), approval__policy="never")
        image.approvals.set_policy("genesis", "auto")
        assert learned(image, w, attended=True) == "COMPLETE"

    @pytest.mark.parametrize(
        ("own", "requested", "status"),
        [
            ("auto", "ask", "WAITING"),
            ("ask", "auto", "WAITING"),
            ("ask", "never", "FAILED"),
            ("never", "auto", "FAILED"),
            ("never", "ask", "FAILED"),
        ],
    )
    def test_a_request_may_be_stricter_than_the_object_and_not_milder(
        self, home, m, w, own, requested, status
    ):
        image = home.open(m.Coder(w.RIGHT))
        image.approvals.set_policy("genesis", own)
        assert learned(image, w, approve=requested) == status

    def test_a_request_is_not_milder_than_the_configuration(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT), approval__policy="ask")
        assert learned(image, w, approve="auto") == "WAITING"

    def test_a_policy_is_found_by_delegation(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        image.approvals.set_policy("traits", "ask")
        add(image, "mine", "genesis")
        assert learned(image, w, receiver="mine") == "WAITING"
        assert image.approvals.policy("mine")["source"] == "traits"

    @pytest.mark.parametrize("call", ["learn", "ask", "deliver"])
    def test_an_unknown_policy_of_a_request_is_told(self, home, w, call):
        image = home.open()
        what = {"learn": (w.TRIPLE,), "ask": ("who are you?",), "deliver": ("genesis", "treble")}
        with pytest.raises(UsageError, match="no approval policy 'always'"):
            getattr(image, call)(*what[call], approve="always")


class TestNever:
    def test_it_fails_before_any_model_call(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        image.approvals.set_policy("genesis", "never")
        with pytest.raises(MissionFailedError, match="Nothing may be learned by genesis") as caught:
            image.learn(w.TRIPLE)
        assert "the policy of genesis is 'never'" in str(caught.value)
        assert caught.value.details["model_calls"] == 0
        assert not home.asked
        assert image.show(caught.value.details["cycle"])["state"] == "FAILED"

    def test_nothing_proven_is_installed_either(self, home):
        image = home.open(approval__policy="never")
        with pytest.raises(MissionFailedError, match="the configuration says 'never'"):
            image.send("genesis", "count_vowels", "banana")

    def test_it_holds_when_it_was_said_while_the_cycle_thought(self, home, m, w):
        def forbid(_request):
            image.approvals.set_policy("genesis", "never")
            return w.RIGHT

        image = home.open(m.Coder(forbid))
        with pytest.raises(MissionFailedError, match="Nothing may be learned"):
            image.learn(w.TRIPLE)


class TestGate:
    @pytest.mark.parametrize("body", FORGERS)
    def test_no_method_can_change_a_policy(self, home, m, w, body):
        image = home.open()
        add(image, "friend")

        def befriend(root):
            genesis = root.find("genesis")
            genesis.friend = root.find("friend")
            source = f"def forge(self):\n    {body}\n    self._p_changed = True\n"
            method = Method(selector="forge", source=source, signature="(self)", mutator=True)
            install_method(genesis, method)

        image.session.change(befriend, note="a test")
        image.approvals.set_policy("friend", "never")
        before = {name: said(image, name) for name in ("genesis", "friend")}
        image.send("genesis", "forge")
        assert {name: said(image, name) for name in ("genesis", "friend")} == before
        with pytest.raises(MissionFailedError, match="the policy of friend is 'never'"):
            image.learn(replace(w.TRIPLE, receiver="friend"))

    def test_a_clone_of_what_takes_no_methods_takes_none(self, home, w):
        image = home.open()
        image.approvals.set_policy("genesis", "never")
        add(image, "twin", "genesis", approval="auto")
        assert said(image, "twin") == ("never", "never")

    @pytest.mark.parametrize("receiver", ["state_validating", *long("state_machine", "brick")])
    def test_what_the_image_decides_by_is_not_changed_unasked(self, home, m, w, receiver):
        body = "    self.x = 1\n    self._p_changed = True\n    return number * 3\n"
        image = home.open(m.Coder(body))
        assert learned(image, w, receiver=receiver) == "WAITING"
        image.approvals.set_policy(receiver, "auto")
        assert said(image, receiver) == ("auto", "auto")

    @pytest.mark.parametrize("change", ["x.hidden = 1", "x.hidden += 1", "del x.hidden"])
    def test_nor_through_what_it_is_given(self, home, m, w, change):
        body = f"    if isinstance(number, int):\n        return number * 3\n    {change}\n"
        image = home.open(m.Coder(body.replace("x.", "number.")))
        assert learned(image, w, receiver="state_validating") == "WAITING"

    @pytest.mark.parametrize("body", STRANGERS)
    def test_only_a_method_of_its_own_changes_it(self, home, body):
        image = home.open()

        def befriend(root):
            friend = root.find("brick")
            friend.x, friend.rows = 1, [1]
            root.add("stranger", UvmObject(friend=friend))
            for holder, selector, mutator, text in (
                ("stranger", "meddle", True, f"    {body}\n    self._p_changed = True\n"),
                ("brick", "note", True, "    self.x = 1\n    self._p_changed = True\n"),
                ("brick", "hand_over", False, "    given[0].x = 2\n"),
            ):
                rest = ", *given" if holder == "brick" else ""
                source = f"def {selector}(self{rest}):\n{text}"
                method = Method(
                    selector=selector, source=source, signature="(self)", mutator=mutator
                )
                install_method(root.find(holder), method)

        image.session.change(befriend, note="a test")
        before = image.show("brick")
        with pytest.raises(BatosError, match="only a method of its own may change it"):
            image.send("stranger", "meddle")
        assert image.show("brick") == before
        assert image.send("brick", "note", 1) is None

    def test_a_method_that_changes_nothing_there_is_like_any_other(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        assert learned(image, w, receiver="state_validating") == "COMPLETE"

    @pytest.mark.parametrize("moved", ["COMPLETE", *long("IDLE", 7)])
    def test_a_changed_move_does_not_lead_past_the_person(self, home, m, w, moved):
        image = home.open(m.Coder(w.RIGHT))
        with image.session.read() as root:
            moves = dict(root.find("state_validating").moves)
        put(image, "state_validating", moves={**moves, "ask": moved})
        assert learned(image, w, approve="ask") == "WAITING"

    def test_a_changed_move_may_refuse_at_once(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        with image.session.read() as root:
            moves = dict(root.find("state_validating").moves)
        put(image, "state_validating", moves={**moves, "ask": "FAILED"})
        assert learned(image, w, approve="ask") == "FAILED"

    def test_an_image_without_the_state_waits_all_the_same(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))

        def forget(root):
            del root.objects["state_waiting"]

        image.session.change(forget, note="a test")
        assert learned(image, w, approve="ask") == "WAITING"

    def test_waiting_is_an_end_like_the_others(self):
        assert {"COMPLETE", "FAILED", "WAITING"} == FINAL


class TestSetting:
    def test_a_policy_is_given_and_taken_away(self, home):
        image = home.open()
        assert said(image) == ("ask", "auto")
        assert image.approvals.set_policy("genesis", "never")["own"] == "never"
        assert said(image) == ("never", "never")
        assert image.approvals.set_policy("genesis", "inherit")["own"] is None
        assert image.approvals.set_policy("genesis", "inherit")["policy"] == "ask"

    @pytest.mark.parametrize("policy", ["always", ""])
    def test_an_unknown_one_is_refused(self, home, policy):
        with pytest.raises(UsageError):
            home.open().approvals.set_policy("genesis", policy)

    def test_a_slot_and_a_method_of_that_name_are_like_any_other(self, home, m, w):
        image = home.open(m.Coder(w.RIGHT))
        image.learn(replace(w.TRIPLE, selector="approval"))
        assert said(image) == ("ask", "auto")

    def test_the_slots_of_a_former_image_are_taken_over(self, home):
        image = home.open()

        def age(root):
            root.find("genesis").approval = "never"
            root.find("traits").approval = "something else"
            del root.genesis["policies"]

        image.session.change(age, note="a test")
        image.close()
        image = home.open()
        assert said(image) == ("never", "never")
        assert "approval" not in image.show("genesis")["slots"]
        assert image.show("traits")["slots"]["approval"] == "something else"
