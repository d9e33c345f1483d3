"""Call sites of misses: the method, the line, the arguments and what they were."""

import pytest

from batos.learning.messages.callsite import call_site
from batos.objects import MessageNotUnderstood, Method, UvmObject, install_method


@pytest.fixture
def site_of(home):
    """Return the call site of the miss in a method's source."""
    image = home.open()

    def find(source, *args, **slots):
        name = source.split("(")[0].removeprefix("def ")

        def work(root):
            genesis = root.find("genesis")
            for slot, value in slots.items():
                setattr(genesis, slot, value)
            install_method(genesis, Method(selector=name, source=source, signature="(self)"))

        image.session.change(work, note="test")
        with image.session.read() as root:
            with pytest.raises(MessageNotUnderstood) as caught:
                root.space.deliver(root.find("genesis"), name, args, {})
            return call_site(caught.value)

    return find


def test_a_call_with_a_name(site_of):
    source = "def twice(self, text):\n    return 2 * self.count_vowels(text)\n"
    site = site_of(source, "banana")
    assert site.holder == "genesis"
    assert (site.selector, site.line) == ("twice", 2)
    assert site.code == "return 2 * self.count_vowels(text)"
    assert site.source == source
    assert (site.arguments, site.values, site.known) == (("text",), ("banana",), True)
    assert site.called


def test_several_arguments_and_keywords(site_of):
    site = site_of(
        "def f(self, number):\n    return self.weigh(number, 3, self.base, unit='kg')\n", 7, base=10
    )
    assert site.arguments == ("number", "", "base", "unit")
    assert site.values == (7, 3, 10)
    assert dict(site.keywords) == {"unit": "kg"}
    assert site.known


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("self.weigh(text.lower())", ("",)),
        ("self.weigh(text, len(text))", ("text", "")),
        ("self.weigh(self)", ("",)),
        ("self.weigh(unbound)", ("unbound",)),
    ],
)
def test_values_that_are_not_known(site_of, call, arguments):
    site = site_of(
        f"def f(self, text):\n    if not text:\n        unbound = 1\n    return {call}\n", "Ab"
    )
    assert (site.arguments, site.known, site.called) == (arguments, False, True)


def test_starred_arguments(site_of):
    site = site_of("def f(self, items):\n    return self.weigh(*items)\n", [1, 2])
    assert (site.arguments, site.known) == ((), False)


def test_inside_a_comprehension(site_of):
    site = site_of(
        "def f(self, words):\n    total = [self.weigh(word) for word in words]\n    return total\n",
        ["ab", "c"],
    )
    assert site.selector == "f"
    assert site.code == "total = [self.weigh(word) for word in words]"
    assert (site.arguments, site.values) == (("word",), ("ab",))


def test_inside_an_inner_function(site_of):
    site = site_of(
        "def f(self, words):\n"
        "    def score(word):\n"
        "        return self.weigh(word)\n"
        "    return sorted(words, key=score)\n",
        ["ab", "c"],
    )
    assert (site.selector, site.line, site.arguments) == ("f", 3, ("word",))


def test_on_a_line_of_a_compound_statement(site_of):
    site = site_of(
        "def f(self, text):\n    if self.is_odd(text):\n        return 1\n    return 2\n", "a"
    )
    assert (site.line, site.code) == (2, "if self.is_odd(text):")


def test_send_by_name(site_of):
    site = site_of("def f(self, text):\n    return self.send('weigh', text)\n", "a")
    assert (site.arguments, site.values, site.called) == (("text",), ("a",), True)


def test_a_method_of_another_object_is_named_by_its_holder(home):
    image = home.open()

    def work(root):
        friend = root.add("friend", UvmObject())
        install_method(
            friend,
            Method(
                selector="inner",
                source="def inner(self, number):\n    return self.weigh(number)\n",
                signature="(self, number)",
            ),
        )
        genesis = root.find("genesis")
        genesis.friend = friend
        source = "def outer(self):\n    return self.friend.inner(4)\n"
        install_method(genesis, Method(selector="outer", source=source, signature="(self)"))

    image.session.change(work, note="test")
    with image.session.read() as root:
        with pytest.raises(MessageNotUnderstood) as caught:
            root.space.deliver(root.find("genesis"), "outer", (), {})
        site = call_site(caught.value)
    assert (site.holder, site.selector, site.values) == ("friend", "inner", (4,))


@pytest.mark.parametrize(
    "use",
    [
        "self.width * 2",
        "self.width > 2",
        "-self.width",
        "self.width[0]",
        "self.width",
        "[part for part in self.width]",
        "f'{self.width}'",
        "self.width.unit",
    ],
)
def test_a_value_is_wanted(site_of, use):
    site = site_of(f"def f(self):\n    return {use}\n")
    assert not site.called
    assert site.code == f"return {use}"


@pytest.mark.parametrize("use", ["sorted(items, key=self.rank)", "list(map(self.rank, items))"])
def test_a_message_that_is_handed_on_is_called_later(site_of, use):
    site = site_of(f"def f(self, items):\n    return {use}\n", [1])
    assert site.called
    assert not site.known


def test_a_miss_from_outside_has_no_call_site(home):
    image = home.open()
    with image.session.read() as root:
        with pytest.raises(MessageNotUnderstood) as caught:
            root.space.deliver(root.find("genesis"), "weigh", (1,), {})
        assert call_site(caught.value) is None
