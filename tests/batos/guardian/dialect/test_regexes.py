# ruff: noqa: E501, RUF001 - sources of methods read best on one line
"""Regular expressions: what :mod:`re` gives, in bounded time, and nothing that leads further."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from batos.errors import BatosError, BudgetExceededError, MethodError
from batos.guardian.dialect import regexes
from batos.guardian.dialect.regex_syntax import respelled

ENDLESS = [
    *(("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), ("(a|aa)+$", "a" * 99 + "b")),
    *(("(.*)*[$]", "a" * 99), (r"(?:a?){40}a{40}[.]", "a" * 60), (r"(\w+\s?)+$", "a " * 60 + "!")),
    *(
        ("(x+x+)+[yz]", "x" * 99),
        ("([a-z]+|[a-y]+)*[.]", "a" * 99),
        ("(a{1,50}){1,50}[.]", "a" * 99),
    ),
    *((r"(?:\dx|\u0661x)*[!]", "\u0661x" * 60), (r"(?:[\dx]|[\w])*[!]", "1" * 99)),
    *(("(?i)(?:ﬅx|ﬆx)*[!]", "ﬅx" * 60), ("(?i)(?:ΐx|ΐx)*[!]", "ΐx" * 60)),
    *(("(?i)(?:ſx|sx|Sx)*[!]", "sx" * 60), ("(?i)(?:K|K|k)*[!]", "k" * 99)),
    *((".*,.*,.*,.*,.*=", "," * 9_000), (r"(?=(a+)+$)", "a" * 99 + "b"), (r"(a*)*\1[b]", "a" * 99)),
    *(("(?<=(a|aa))(a|aa)*[b]", "a" * 99), (r"(?:(?=a*[b])a|a)*c", "a" * 99)),
]
"""Patterns that an engine which backtracks may take for ever with."""

LIKE_RE = [
    *(
        ("{i}", "a{i}b"),
        ("a{e}", "a{e} ae"),
        (r"\.{s}", ".{s}"),
        ("{e<=1}", "x{e<=1}"),
        ("a{,2}", "aaa"),
    ),
    *(("[[:alpha:]]+", "a[:alpha:]]"), ("[a||b]+", "a|b"), ("[a&&b]+", "a&b"), ("[[]a]", "[a]")),
    *(
        (r"\w+", "x² ½ e\u0301 नमस्ते Ⓐ ‿ a\u200db"),
        (r"\W", "❤\ufe0f 1"),
        (r"[^\w\s]", "hi ❤\ufe0f, x²"),
    ),
    *((r"\b.", "x² e\u0301a"), (r".\b", "a\u200db ½"), (r"\B.", "x²y"), (r"[^\W\d_]+", "aé1_ंb²")),
    *((r"[\W\d]+", "a1 -²"), (r"\s", "a\x1c\x1f b\u3000"), (r"\S+", "a\x1cb"), (r"\d+", "1٢²")),
    *((r"(?i)straße", "STRASSE Straße"), (r"(?i)k", "kKK"), ("(?i)ǆ", "ǅ Ǆ"), (r"(?ia)\w+", "Aé")),
    *((r"(?x) a b # [c", "ab"), (r"(?s:.)a", "\na"), (r"(?-i:a)B", "aB"), (r"(?m)^a$", "a\na")),
    *(
        ("(a)?(?(1)b|c)", "ab c"),
        (r"(a)|(b)", "ab"),
        ("(?P<x>a)(?P=x)", "aa"),
        (r"(a)(b)?\1", "aba"),
    ),
    *(
        ("x*", "axb"),
        ("", "ab"),
        ("(,)", "a,b"),
        (r"(?<=a)b", "ab"),
        ("a++b", "aab"),
        ("(?>a*)b", "aab"),
    ),
    *(
        (r"\x41\u0042\n", "AB\n"),
        ("[]a]+", "]a"),
        ("[^]a]", "]b"),
        (r"[\]\-\\]", "]-\\"),
        ("(?#x)a", "a"),
    ),
]


@pytest.mark.parametrize(("pattern", "text"), ENDLESS)
def test_endless_pattern_ends(pattern: str, text: str, make_world: Callable[..., Any]) -> None:
    world = make_world(seconds=0.05)

    try:
        result, _ = world.call(
            "def m(self, p, t):\n    return re.search(p, t) is None", pattern, text
        )
    except BudgetExceededError:
        return
    assert result


@pytest.mark.parametrize(
    "use",
    [
        *("re.match(p, t)", "re.search(p, t)", "re.fullmatch(p, t)", "re.findall(p, t)"),
        *("list(re.finditer(p, t))", "re.split(p, t)", "re.sub(p, '', t)", "re.subn(p, '', t)"),
        *("re.compile(p).match(t)", "re.compile(p).sub('', t)", "re.search(p, 'a$').re.search(t)"),
    ],
)
def test_every_use_stops_at_the_deadline(use: str, make_world: Callable[..., Any]) -> None:
    world = make_world(seconds=0.02)
    source = f"def m(self, p, t):\n    try:\n        return {use}\n    except Exception:\n        return 1"

    with pytest.raises(BudgetExceededError, match="regular expression ran for too long"):
        world.call(source, "((a|a)+)+[$]", "a" * 200)


def test_deadline_holds_in_any_thread(make_world: Callable[..., Any]) -> None:
    world = make_world(seconds=0.02)
    stopped = []

    def run() -> None:
        with pytest.raises(BudgetExceededError):
            world.call("def m(self):\n    return re.search('((a|a)+)+[$]', 'a' * 200)")
        stopped.append(True)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stopped == [True] * 3


@pytest.mark.parametrize(
    "pattern",
    [
        *("a|" * 400_000, "a" * 2_000, "(?:a{65535}){65535}", "((a{100}){100}){100}", "a{99999}"),
        *(
            "(" * 40 + "a" + "){1,9}" * 40,
            "(?:" * 60 + "a" + "b)+" * 60,
            "(?:" * 20 + "ab" + "){2}" * 20,
        ),
        "(" * 490 + ")" * 490,
    ],
    ids=range(9),
)
def test_pattern_that_would_be_too_large_is_an_ordinary_error(pattern: str, world: Any) -> None:
    source = "def m(self, p):\n    try:\n        return re.match(p, 'b')\n    except re.error as e:\n        return str(e)"

    assert re.match("the pattern is (too|nested)", world.call(source, pattern)[0])


@pytest.mark.parametrize(
    "pattern", ["(", "[", "a**", "(?P<1>a)", r"\q", r"\p{L}", "(?R)", "(*FAIL)", "(?|a)"]
)
def test_what_re_refuses_is_refused(pattern: str, world: Any) -> None:
    with pytest.raises(MethodError) as caught:
        world.call("def m(self, p):\n    return re.match(p, 'a')", pattern)

    with pytest.raises(re.error) as wanted:
        re.compile(pattern)
    assert str(wanted.value) in str(caught.value)


@pytest.mark.filterwarnings("ignore::FutureWarning")  # what `re` remarks on sets in sets
@pytest.mark.parametrize(("pattern", "text"), LIKE_RE)
def test_pattern_means_what_it_means_to_re(pattern: str, text: str, world: Any) -> None:
    source = (
        "def m(self, p, t):\n"
        "    found = [(x.span(), x.groups(), x.lastindex, x.lastgroup, x[0], repr(x)) for x in re.finditer(p, t)]\n"
        "    return [found, re.findall(p, t), re.split(p, t), re.sub(p, '<\\\\g<0>>', t)]"
    )
    found = [
        (x.span(), x.groups(), x.lastindex, x.lastgroup, x[0], repr(x))
        for x in re.finditer(pattern, text)
    ]

    assert world.call(source, pattern, text)[0] == [
        *(found, re.findall(pattern, text), re.split(pattern, text)),
        re.sub(pattern, r"<\g<0>>", text),
    ]


@pytest.mark.filterwarnings("ignore::FutureWarning")  # what `re` remarks on sets in sets
@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        *LIKE_RE,
        *(("a+", "aaaaaaaa b aaa"), ("a*b", "aaaaab ab b"), ("a+?b", "aaaaaab"), ("(a+)a", "aaaaaaa")),
        *(("(?s)x(.*)y", "x1234y678y"), ("(?s)x(.*?)y", "x1234567y8y"), ("[^,]*+,", "abcdef,g,")),
        *(("a{2,}", "aaaaaaa a aa"), ("(a{1,6})(a*)", "aaaaaaaaaa"), ("a{1,6}?b", "aaaaaaaab")),
        *(("(a{0,5}?)(a*)b", "aaaaaaaab"), ("a{1,6}+a", "aaaaaaa"), ("(?:[^a]|b)+(.)", "bcdefghb")),
        *((r"(\w+)(\d)", "abc12345"), ("(?i:A)+(.)", "aAaAaAb"), ("(?>a)+a|b", "aaaaab")),
    ],
)  # fmt: skip
def test_pattern_for_long_texts_means_the_same(
    pattern: str, text: str, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batos.guardian.dialect.regexes._LONG", -1)
    monkeypatch.setattr("batos.guardian.dialect.regex_syntax._PORTION", 3)
    source = (
        "def m(self, p, t):\n    return [(x.span(), x.groups()) for x in re.compile(p).finditer(t)]"
    )

    regexes._known.cache_clear()
    found, _ = world.call(source, pattern, text)
    regexes._known.cache_clear()

    assert found == [(x.span(), x.groups()) for x in re.finditer(pattern, text)]


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"\s+$", " +[!?]", r"[\s]+?[!?]", r"(?:\s)++[!?]", "(?s).*[!?]", r"(\s+)$"),
        *(r"\s{1,900000}$", r"\s{3,}?[!?]", r"[\s\D]+[!?]", "(?i:[^a])+[!?]", "(?:[^a]|b)+[!?]"),
    ],
)  # fmt: skip
def test_step_of_a_pattern_goes_over_a_portion_of_a_long_text(pattern: str) -> None:
    repeats = re.findall(r"(\{256\}\))?\{\d+,(\d*)\}", respelled(pattern, 0).patient)

    # Between two looks at the clock `regex` repeats one character, but not a group, 256 times.
    assert repeats
    assert all(portion or 0 < int(most or 0) <= 512 for portion, most in repeats)


@pytest.mark.parametrize(("slower", "seconds"), [(1, 3.5), (10, 4.5), (40, 4.5)])
def test_search_ends_in_time_however_little_of_the_processor_it_gets(
    slower: int, seconds: float, make_world: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    now, tried = [0.0], []
    monkeypatch.setattr("batos.guardian.dialect.budget.time.monotonic", lambda: now[0])

    def search(*, timeout: float, **_named: Any) -> None:
        tried.append(timeout)
        now[0] += slower * timeout
        raise TimeoutError

    monkeypatch.setattr(
        regexes.regex, "Pattern", SimpleNamespace(search=lambda p, **k: p.search(**k))
    )
    monkeypatch.setattr(
        regexes.Pattern, "_compile", lambda *_: SimpleNamespace(search=search, groups=0)
    )
    regexes._known.cache_clear()

    with pytest.raises(BudgetExceededError, match="regular expression ran for too long"):
        make_world(seconds=5.0).call("def m(self):\n    return re.search('a+', 'a')")

    regexes._known.cache_clear()
    assert tried == sorted(tried)
    assert now[0] < seconds
    assert len(tried) > 1 or slower > 10


def test_long_text_is_searched(world: Any) -> None:
    source = (
        "def m(self, t):\n"
        "    return [re.search('(?s)<(.*)>', t).end(), len(re.findall(r'\\w+', t)), len(re.sub(r'\\s+', '', t))]"
    )
    text = "<" + "word, " * 50_000 + ">."

    assert world.call(source, text)[0] == [300_002, 50_000, 250_003]


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("re.split('[,;]', 'a,b;c')", ["a", "b", "c"]),
        ("re.split(',', 'a,b,c', 1)", ["a", "b,c"]),
        ("re.sub('(a)(b)', r'\\2\\1', 'ab')", "ba"),
        ("re.sub('a', lambda m: m.group(0).upper(), 'aba', count=1)", "Aba"),
        ("re.sub('a', 'b', 'aA', 0, re.I)", "bb"),
        ("re.subn('a', 'b', 'aa')", ("bb", 2)),
        ("[m.span() for m in re.finditer('a', 'aba')]", [(0, 1), (2, 3)]),
        ("re.findall('A', 'aA', re.IGNORECASE)", ["a", "A"]),
        ("re.findall('^a', 'a\\na', flags=re.M)", ["a", "a"]),
        ("re.findall(r'\\w', 'aé', re.A | re.X)", ["a"]),
        ("re.escape('a.b')", "a\\.b"),
        ("re.compile('a').pattern", "a"),
        ("re.compile('(?P<x>a)', re.I).groupindex", {"x": 1}),
        ("re.compile('a', re.I).flags == re.compile('a', re.I | re.X).flags & ~re.X", True),
        ("re.compile(re.compile('a')).match('ba', 1).span()", (1, 2)),
        ("re.compile('a').search('aaa', 1, 2).span()", (1, 2)),
        ("re.match('(?P<x>a)', 'a').groupdict()", {"x": "a"}),
        ("re.match('(a)(b)?', 'a').groups('-')", ("a", "-")),
        ("re.match('(a)(b)', 'ab').group(1, 2)", ("a", "b")),
        ("re.match('(?P<x>a)', 'a').expand(r'\\g<x>!')", "a!"),
        ("re.match('(?P<x>a)b', 'abc').end('x')", 1),
        ("re.search('b', 'abc').start()", 1),
        ("re.search('b', 'abc').string", "abc"),
        ("re.search('b', 'abc').re.pattern", "b"),
        ("re.search('(b)', 'abc').regs", ((1, 2), (1, 2))),
        (
            "repr(re.compile('a')) + repr(re.match('a', 'a'))",
            "re.compile('a')<re.Match object; span=(0, 1), match='a'>",
        ),
    ],
)
def test_results_are_those_of_re(expression: str, wanted: Any, world: Any) -> None:
    assert world.call(f"def m(self):\n    return {expression}")[0] == wanted


@pytest.mark.parametrize(
    "name",
    "captures capturesdict allcaptures allspans spans starts ends expandf detach_string fuzzy_counts partial".split(),
)
def test_match_offers_no_more_than_that_of_re(name: str, world: Any) -> None:
    with pytest.raises(MethodError, match="no attribute"):
        world.call(f"def m(self):\n    return re.match('a', 'a').{name}")
    with pytest.raises(MethodError, match="no attribute"):
        world.call("def m(self):\n    return re.compile('a').subf('a', '{0.__class__}', 'a')")


@pytest.mark.parametrize("group", ["5", "'x'", "(1,)", "None", "[1]", "1.0"])
def test_group_that_is_none_is_an_index_error(group: str, world: Any) -> None:
    for use in (f"group({group})", f"start({group})", f"span({group})", f"end({group})"):
        with pytest.raises(MethodError, match="no such group"):
            world.call(f"def m(self):\n    return re.match('(?P<a>a)', 'a').{use}")


@pytest.mark.parametrize(
    "expression",
    [
        "re.search(r'[ab]*c' * 20, 'a' * 500000)",
        "re.sub('', lambda m: 'x' * 100000, 'a' * 5000)",
        "re.sub('.*', r'\\g<0>' * 200, 'a' * 600000)",
        "re.sub('', 'b' * 10000, 'a' * 100000)",
        "re.findall('()' * 50, 'a' * 150000)",
        "re.match('.*', 'a' * 600000).expand(r'\\g<0>' * 200)",
    ],
)
def test_what_would_be_too_much_stops_the_method(expression: str, world: Any) -> None:
    with pytest.raises(BudgetExceededError, match=r"too (long|many)"):
        world.call(f"def m(self):\n    {expression}\n    return 1")


@pytest.mark.parametrize(
    "use", ["re.match(1, 'a')", "re.match('a', 1)", "re.match(b'a', b'a')", "re.match('a', b'a')"]
)
def test_pattern_and_text_must_be_texts(use: str, world: Any) -> None:
    with pytest.raises(MethodError, match="TypeError"):
        world.call(f"def m(self):\n    return {use}")


def test_flags_of_the_host_are_not_offered(world: Any, capfd: pytest.CaptureFixture[str]) -> None:
    world.call(f"def m(self):\n    return re.match('a', 'a', {int(re.DEBUG)}) is None")

    assert capfd.readouterr().out == ""


def test_error_in_a_replacement_is_that_of_re(world: Any) -> None:
    source = "def m(self, r):\n    try:\n        return re.sub('a', r, 'a')\n    except re.error as e:\n        return str(e)"

    assert "invalid group reference" in world.call(source, r"\3")[0]
    assert "bad escape" in world.call(source, r"\q")[0]
    with pytest.raises(BatosError, match="unknown group"):
        world.call(source, r"\g<x>")
