"""``batos make``, against a running system whose model is a script."""

import pytest

TEXT = (
    "a {name}: add(item, price) puts an item on it, remove(item) takes it off and tells whether it "
    "was there, total() gives the sum of the prices"
)
KEEPS = """class {name}:
    def __init__(self):
        self.prices = {{}}
    def add(self, item, price):
        self.prices[item] = price
    def remove(self, item):
        return self.prices.pop(item, None) is not None
    def total(self):
        return sum(self.prices.values())
"""
SUMS = KEEPS.replace("= price", "= self.prices.get(item, 0) + price")


@pytest.fixture
def writes(shared, h, tidy):
    """Says which classes the model writes for a name, in turn."""

    def said(name, *classes):
        # Which one comes is by the seed: the first and the second round must not get the same.
        answers = [each.format(name=name) for each in (*classes[:-1], *classes)]
        shared.script({"when": f"`class {name}:`", "answers": answers}, h.ALLOW)
        return TEXT.format(name=name)

    return said


@pytest.fixture
def tidy(batos):
    """Takes away what was made."""
    before = {row["name"] for row in batos("objects", "--json").json()}
    yield
    for row in batos("objects", "--json").json():
        if row["name"] not in before:
            assert batos("delete", row["name"]).code == 0


def test_scripted_an_object_is_made_and_used_and_taken_back(batos, writes):
    text = writes("maker_list", KEEPS)
    made = batos("make", text.replace("maker_list", "maker list"))
    assert (made.code, made.out) == (0, "maker_list\n")
    assert "batos show maker_list" in made.err
    assert batos("send", "maker_list", "add", "milk", "2").code == 0
    assert batos("send", "maker_list", "total").json() == 2
    assert batos("send", "maker_list", "remove", "milk").json() is True
    shown = batos("show", "maker_list").out
    assert "parents: genesis" in shown
    assert "total()" in shown
    assert batos("test", "maker_list").code == 0
    events = batos("history", "maker_list", "--json").json()["events"]
    assert [each["event"] for each in events] == ["install"] * 3 + ["make"]
    assert "origin: made" in batos("why", "maker_list.total").out
    undone = batos("undo", "maker_list")
    assert "maker_list is taken away" in undone.err
    batos("send", "maker_list", "total").sentence(2, "maker_list")
    assert batos("redo", "maker_list").code == 0
    assert batos("send", "maker_list", "total").json() == 0


def test_scripted_a_name_of_its_own_and_json(batos, writes):
    text = writes("maker_food", KEEPS).replace("maker_food", "maker list")
    made = batos("make", "maker_food", text, "--json", "--by", "amy")
    told = made.json()
    assert (made.code, told["address"], told["kind"]) == (0, "maker_food", "object")
    assert batos("why", "maker_food.total", "--json").json()["asked_by"] == "amy"


def test_scripted_an_example_decides_between_designs(batos, writes):
    text = writes("maker_sums", KEEPS, SUMS, KEEPS, SUMS)
    made = batos(
        "make", text, "--example", "add('milk', 2); add('milk', 3); total() -> 5", "-q", "--json"
    )
    assert made.code == 0, made
    assert "get(item, 0)" in made.json()["source"]
    tests = batos("show", "maker_sums.total", "--json").json()["examples"]
    assert tests[0]["origin"] == "user"


def test_scripted_what_is_like_another_one_inherits(batos, writes):
    assert batos("make", writes("maker_list", KEEPS)).code == 0
    days = (
        "class maker_todo:\n    def __init__(self):\n        self.days = {{}}\n"
        "    def due(self, item, day):\n        self.days[item] = day\n"
        "    def day_of(self, item):\n        return self.days.get(item)\n"
    )
    writes("maker_todo", days)
    text = "due(item, day) notes a day for an item, day_of(item) gives it"
    made = batos("make", "maker_todo", text, "--like", "maker_list")
    assert made.code == 0, made
    assert batos("parents", "maker_todo").out == "maker_list\n"
    assert batos("send", "maker_todo", "add", "milk", "2").code == 0
    assert batos("send", "maker_todo", "due", "milk", "monday").code == 0
    assert batos("send", "maker_todo", "day_of", "milk").out == '"monday"\n'
    assert batos("tree", "maker_list").out.splitlines()[-1].startswith("└─ maker_todo  day_of, due")
    batos("delete", "maker_list").sentence(2, "maker_todo delegates to it")
    assert batos("delete", "maker_todo").code == 0


def test_scripted_a_question_is_asked_on_a_terminal(batos, writes, typed):
    text = writes("maker_asks", KEEPS, SUMS, KEEPS, SUMS)
    screen = typed("make", text)
    screen.expect("total() gives …?")
    screen.expect("Which is right?")
    screen.type("2\r")
    screen.expect("remove('pear') gives …?")
    screen.type("1\r")
    screen.expect("maker_asks")
    assert screen.end() == 0
    tests = batos("show", "maker_asks.total", "--json").json()["examples"]
    assert tests[0]["origin"] == "answer"


def test_scripted_it_waits_for_a_word_where_one_is_wanted(batos, writes):
    text = writes("maker_waits", KEEPS)
    waits = batos("make", text, "--approve", "ask", "-q")
    assert (waits.code, waits.out) == (7, "")
    assert "maker_waits is ready and waits for your word" in waits.err
    batos("show", "maker_waits").sentence(2, "maker_waits")
    number = waits.err.rpartition("batos approvals show ")[2].strip()
    shown = batos("approvals", "show", number)
    assert "class maker_waits:" in shown.out + shown.err
    approved = batos("approvals", "approve", number)
    assert (approved.code, approved.err) == (0, "Installed maker_waits.\n")
    assert batos("send", "maker_waits", "total").json() == 0


def test_scripted_one_that_is_refused_is_not_made(batos, writes):
    text = writes("maker_waits", KEEPS)
    waits = batos("make", text, "--approve", "ask", "--json").json()["error"]
    assert waits["exit_code"] == 7
    assert batos("approvals", "refuse", waits["details"]["cycle"], "--reason", "too much").code == 0
    batos("show", "maker_waits").sentence(2, "maker_waits")


def test_scripted_what_cannot_be_used_makes_nothing(batos, writes):
    text = writes("maker_none", "I do not know.")
    batos("make", text, "-q").sentence(1, "The object 'maker_none' could not be made")
    batos("show", "maker_none").sentence(2, "maker_none")
    text = writes("maker_none", KEEPS.replace("sum(", "__import__('os').system("))
    batos("make", text, "-q").sentence(1, "could not be made")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((), 2, "Missing argument"),
        (("",), 2, "not said what is to be made"),
        (("a", "counter:", "up()"), 2, "a text in quotation marks"),
        (("my list", "up() counts"), 2, "a text in quotation marks"),
        (("with up() that counts",), 2, "gives the object no name"),
        (("a lamp that is bright",), 1, "says of no method what it does"),
        (("a lamp: on(a) shines, on(a, b) shines more",), 2, "The description contradicts itself"),
        (("a lamp: send(a) shines",), 2, "'send' in send(a) can name nothing"),
        (("a lamp: on(a, a) shines",), 2, "names a parameter twice"),
        (("a robin: on() shines",), 2, "The name 'robin' is taken"),
        (("slots", "on() shines"), 1, "'slots' belongs to the kernel"),
        (("class", "on() shines"), 1, "'class' cannot name a slot"),
        (("lamp", "on() shines", "--like", "nobody"), 2, "no object named 'nobody'"),
        (("lamp", "on() shines", "--example", "bright"), 2, "is no example"),
        (("lamp", "on() shines", "--example", "off() -> 1"), 1, "calls what the object does not"),
        (
            ("lamp", "on() shines", "--example", "on() -> 1", "--example", "on() -> 2"),
            1,
            "contradict",
        ),
    ],
)
def test_a_description_that_cannot_be_made(batos, tidy, words, code, told):
    batos("make", *words, "-q").sentence(code, told)


def test_without_a_kernel_it_says_so(alone):
    alone("make", "a lamp: on() shines").sentence(6, "No kernel is running", "batos up")
