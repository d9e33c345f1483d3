from __future__ import annotations

import re

import pytest

from batos.guardian.dialect.backtracking import check_pattern

HARMLESS = r"""
\b\w+\b
[^a-z]+
(\d+)-(\d+)
^\s*(\w+)\s*=\s*(.*)$
https?://\S+
(\w+)\s+\1
(?<!^)(?=[A-Z])
(?:\d{1,3}\.){3}\d{1,3}
(?:\d{1,3},)*\d+
[\w.+-]+@[\w-]+\.[\w.-]+
^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$
(\w+\.)*\w+
#(?:[0-9a-fA-F]{3}){1,2}
(?:[A-Z][a-z]+)+
<[^>]+>
"([^"\\]|\\.)*"
^(\+\d{1,2}\s)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}$
-?\d+(?:\.\d+)?
(?:foo|bar)+
\w+(?:'\w+)?
([a-z]+,)*
M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})
^(?=.*[A-Z])(?=.*\d).{8,}$
(?<=\d)(?=(\d{3})+\b)
^[a-z0-9]+(?:-[a-z0-9]+)*$
([A-Z]+)([A-Z][a-z])
""".strip().split("\n")

ENDLESS = r"""
(a+)+$
(a|a)*b|(a|aa)+$
(a|aa)+$
(.*)*$
(a*)*b
(?:a?){40}a{40}
(\w+\s?)+$
([a-z]+|[a-y]+)*$
(?=(a+)+$)
(x+x+)+y
((a)|(a))*$
(a*?)+$
(a{1,50}){1,50}$
(a{1,10}){1,10}(a{1,10}){1,10}(a{1,10}){1,10}$
(ab?b?)*$
(a+b?)+$
(.+)+x
(\d+|\w+)*$
(([a-z])+.)+[A-Z]([a-z])+$
(a|b|ab)*c
(\s*\w*)*$
(a{0,10}){10}$
(?i)([a-z]|[A-Z]x?)*$
a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaaaaaaaaa
""".strip().split("\n")


@pytest.mark.parametrize("pattern", HARMLESS)
def test_everyday_pattern_is_accepted(pattern: str) -> None:
    assert 1 <= check_pattern(pattern) <= 3


@pytest.mark.parametrize("pattern", ENDLESS)
def test_exponential_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(re.error, match="for ever"):
        check_pattern(pattern)


def test_chained_repeats_raise_the_degree() -> None:
    assert check_pattern(".*,.*,.*,.*=") == 5
    assert check_pattern("a+b+c+") == 2


def test_long_pattern_is_refused() -> None:
    with pytest.raises(re.error, match="too long"):
        check_pattern("a" * 2000)
