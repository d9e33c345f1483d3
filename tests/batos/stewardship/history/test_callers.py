"""Who calls a method, as far as the sources tell."""

import pytest

from batos.image import history
from batos.objects import Method, UvmObject
from batos.stewardship.history.callers import callers_of, calls


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return self.twice(2)", True),
        ("return self.friend.twice(2)", True),
        ("return self.send('twice', 2)", True),
        ('return self.friend.send("twice")', True),
        ("f = self.twice\n    return f(2)", True),
        ("return getattr(self, 'twice')(2)", True),
        ("return hasattr(self, 'twice')", True),
        ("return twice(2)", False),
        ("return 'twice'", False),
        ("return self.twice_more(2)  # not twice", False),
        ("self.twice = 2", False),
        ("return self.send('other', 'x', 'twice')", False),
        ("return self.send(", False),
    ],
)
def test_a_source_is_read(body, expected):
    assert calls(f"def m(self):\n    {body}\n", "twice") is expected


def test_every_object_that_has_learned_is_asked(home):
    image = home.open()

    def learn(root):
        nameless = UvmObject()
        for holder, selector, body in (
            (root.find("genesis"), "twice", "self.twice(n - 1) if n else 0"),
            (root.find("genesis"), "asks", "self.twice(n)"),
            (root.find("robin"), "sends", "self.send('twice', n)"),
            (nameless, "hidden", "self.friend.twice(n)"),
            (nameless, "other", "n"),
        ):
            source = f"def {selector}(self, n):\n    return {body}\n"
            method = Method(selector=selector, source=source, signature="(self, n)")
            history.install(root, holder, method, user="amy")
        root.find("genesis").part = nameless
        return int.from_bytes(nameless._p_oid, "big")

    oid = image.session.change(learn, note="learn")
    with image.session.read() as root:
        found = callers_of(root, "twice")
    assert found == sorted([f"@{oid}.hidden", "genesis.asks", "robin.sends"])
