"""What is taken out of the babble of small models, and what is refused."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batos.inference.extract import ExtractionError, extract_method

PLAIN = 'def count(self, text):\n    """Count."""\n    return len(text)\n'

# Each: what the model said, and what must come out for the selector ``count``.
ANSWERS = {
    "nothing around it": (PLAIN, PLAIN),
    "prose before a fence": (
        f"Sure! Here is the method you asked for:\n\n```python\n{PLAIN}```\nIt counts.",
        PLAIN,
    ),
    "fence without a language": (f"```\n{PLAIN}```", PLAIN),
    "tilde fence": (f"~~~py\n{PLAIN}~~~", PLAIN),
    "fence that is never closed": (f"Here:\n```python\n{PLAIN}\nThis counts the text", PLAIN),
    "fence closed on the last code line": (
        "```python\ndef count(self, text):\n    return len(text)```",
        "def count(self, text):\n    return len(text)\n",
    ),
    "code in the second fence": (f"```\npip install x\n```\nand\n```python\n{PLAIN}```", PLAIN),
    "wanted name in the second fence": (
        f"```python\ndef other(self):\n    return 1\n```\n```python\n{PLAIN}```",
        PLAIN,
    ),
    "examples after it": (
        f"{PLAIN}\n>>> count('abc')\n3\n>>> count('')\n0\n>>> count('abc')\n3\n",
        PLAIN,
    ),
    "doctest prompts before the code": (
        ">>> def count(self, text):\n...     return len(text)\n...\n>>> count('a')\n1\n",
        "def count(self, text):\n    return len(text)\n",
    ),
    "the function again and again": (PLAIN + PLAIN + PLAIN[:30], PLAIN),
    "a second function": (f"{PLAIN}\ndef main():\n    print(count('x'))\n", PLAIN),
    "another function first": (f"def main():\n    return 1\n\n{PLAIN}", PLAIN),
    "a print at the end": (f"{PLAIN}print(count('banana'))\n", PLAIN),
    "a print after the return": (
        "def count(self, text):\n    return len(text)\n    print(count('x'))\n",
        "def count(self, text):\n    return len(text)\n",
    ),
    "prose straight after it": (f"{PLAIN}This function returns the length.\n", PLAIN),
    "no self": (
        "def count(text):\n    return len(text)\n",
        "def count(self, text):\n    return len(text)\n",
    ),
    "no parameters": ("def count():\n    return 1\n", "def count(self):\n    return 1\n"),
    "keyword-only parameters": (
        "def count(*, text):\n    return 1\n",
        "def count(self, *, text):\n    return 1\n",
    ),
    "a class around it": (
        (
            "class C:\n    def __init__(self):\n        self.n = 0\n\n    def count(self):\n"
            "        return self.n\n"
        ),
        "def count(self):\n    return self.n\n",
    ),
    "a static method of a class": (
        "class C:\n    @staticmethod\n    def count(text):\n        return len(text)\n",
        "def count(self, text):\n    return len(text)\n",
    ),
    "tabs": (
        "def count(self, text):\n\tn = 0\n\tfor c in text:\n\t\tn += 1\n\treturn n\n",
        "def count(self, text):\n    n = 0\n    for c in text:\n        n += 1\n    return n\n",
    ),
    "Windows line ends": (PLAIN.replace("\n", "\r\n"), PLAIN),
    "the whole answer indented": (
        "    def count(self, text):\n        return len(text)\n",
        "def count(self, text):\n    return len(text)\n",
    ),
    "a body that is not indented": (
        "def count(self, text):\nn = 0\nfor c in text:\n    n += 1\nreturn n\n\nprint(count('a'))",
        "def count(self, text):\n    n = 0\n    for c in text:\n        n += 1\n    return n\n",
    ),
    "a body with uneven indentation": (
        "def count(self, text):\n   n = 0\n    for c in text:\n        n += 1\n    return n\n",
        "def count(self, text):\n    n = 0\n    for c in text:\n        n += 1\n    return n\n",
    ),
    "a signature without its colon": (
        "def count(self, text)\n    return len(text)\n",
        "def count(self, text):\n    return len(text)\n",
    ),
    "a signature over several lines": (
        "def count(\n    self,\n    text,\n):\n    return len(text)\n",
        "def count(\n    self,\n    text,\n):\n    return len(text)\n",
    ),
    "a signature over several lines without self": (
        "def count(\n    text,\n):\n    return len(text)\n",
        "def count(self, text,\n):\n    return len(text)\n",
    ),
    "cut off after the return": (
        "def count(self, text):\n    return len(text)\n    # and now some more (",
        "def count(self, text):\n    return len(text)\n",
    ),
    "an import above it": (
        "import math\n\ndef count(self, x):\n    return math.floor(x)\n",
        "def count(self, x):\n    return math.floor(x)\n",
    ),
    "an import inside it": (
        "def count(self, x):\n    import math\n    return math.floor(x)\n",
        "def count(self, x):\n    return math.floor(x)\n",
    ),
    "a name imported from a module": (
        "from math import floor, sqrt as root\n\ndef count(self, x):\n    return floor(root(x))\n",
        "def count(self, x):\n    return math.floor(math.sqrt(x))\n",
    ),
    "a module under another name": (
        "def count(self):\n    import datetime as dt\n    return dt.date.today().year\n",
        "def count(self):\n    return datetime.date.today().year\n",
    ),
    "a class that needs no module": (
        "from datetime import datetime\ndef count(self):\n    return str(datetime.now())\n",
        "def count(self):\n    return str(datetime.now())\n",
    ),
    "an import alone in its block": (
        "def count(self, x):\n    if x:\n        import math\n    return math.floor(x)\n",
        "def count(self, x):\n    if x:\n        pass\n    return math.floor(x)\n",
    ),
    "an imported name that is a parameter": (
        "from math import floor\ndef count(self, floor):\n    return floor + 1\n",
        "def count(self, floor):\n    return floor + 1\n",
    ),
    "recursion of a plain function": (
        "def count(n):\n    return 1 if n < 2 else n * count(n - 1)\n",
        "def count(self, n):\n    return 1 if n < 2 else n * self.count(n - 1)\n",
    ),
    "recursion that hands self on": (
        "def count(self, n):\n    return 0 if not n else count(self, n - 1)\n",
        "def count(self, n):\n    return 0 if not n else self.count(n - 1)\n",
    ),
    "letters of several bytes before an edit": (
        "def count(n):\n    return ['é', 'ü', count(n - 1)]\n",
        "def count(self, n):\n    return ['é', 'ü', self.count(n - 1)]\n",
    ),
    "markers of a chat template": (f"<start_of_turn>model\n{PLAIN}<end_of_turn>", PLAIN),
    "a docstring with code at the margin": (
        'def count(self, text):\n    """Count.\n\ndef not_this(x):\n    """\n    return 1\n',
        'def count(self, text):\n    """Count.\n\ndef not_this(x):\n    """\n    return 1\n',
    ),
    "a bracket that reaches the margin": (
        "def count(self, text):\n    return sum([\n1,\n2,\n])\n",
        "def count(self, text):\n    return sum([\n1,\n2,\n])\n",
    ),
    "a function inside": (
        "def count(self, text):\n    def one(c):\n        return 1\n    return map(one, text)\n",
        "def count(self, text):\n    def one(c):\n        return 1\n    return map(one, text)\n",
    ),
}

# Each: what the model said, and a word of the reason it is refused for the selector ``count``.
REFUSED = {
    "nothing": ("", "empty"),
    "only prose": ("I am sorry, I cannot do that.", "no function"),
    "only a signature": ("def count(self, text):", "not complete"),
    "only a docstring": ('def count(self, text):\n    """Count."""\n', "not complete"),
    "only a pass": ("def count(self, text):\n    pass\n", "not complete"),
    "cut off in the middle": ("def count(self, text):\n    n = 0\n    for c in te", "not complete"),
    "a docstring that never ends": (
        'def count(self):\n    """Count the\n    of the',
        "not complete",
    ),
    "another name": ("def tally(self, text):\n    return len(text)\n", "'tally'"),
    "an async function": ("async def count(self):\n    return 1\n", "no function"),
    "loops for ever": ("def count(self):\n    x = [\n" + "        1,\n" * 5000, "not complete"),
    "nested without end": ("def count(self):\n    return " + "(" * 3000, "not complete"),
}


@pytest.mark.parametrize(("said", "wanted"), ANSWERS.values(), ids=ANSWERS.keys())
def test_the_method_is_taken_out(said, wanted):
    assert extract_method(said, "count") == wanted


@pytest.mark.parametrize(("said", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_method_is_refused_with_the_reason(said, reason):
    with pytest.raises(ExtractionError, match=reason):
        extract_method(said, "count")


def test_a_refused_name_tells_both_names():
    with pytest.raises(ExtractionError, match=r"'tally'.*'count'") as caught:
        extract_method("def tally(self, text):\n    return len(text)\n", "count")
    assert caught.value.details["names"] == ["tally"]


def test_a_single_function_can_be_renamed_with_its_recursion():
    said = "def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)\n"
    assert extract_method(said, "factorial", rename=True) == (
        "def factorial(self, n):\n    return 1 if n < 2 else n * self.factorial(n - 1)\n"
    )


def test_one_of_several_functions_is_not_renamed():
    said = "def one(self):\n    return 1\n\ndef two(self):\n    return 2\n"
    with pytest.raises(ExtractionError, match="'one', 'two'"):
        extract_method(said, "count", rename=True)


def test_without_a_selector_the_first_function_is_taken():
    said = "def one(self):\n    return 1\n\ndef two(self):\n    return 2\n"
    assert extract_method(said, None) == "def one(self):\n    return 1\n"


def test_an_import_that_the_dialect_does_not_offer_is_left_for_the_guardian():
    said = "def count(self):\n    import os\n    return os.getcwd()\n"
    assert extract_method(said, "count") == said


@given(st.text(alphabet="def count(self):\n\t \"'`>[]1#x", max_size=300))
def test_any_text_gives_a_method_or_a_reason(said):
    try:
        source = extract_method(said, None)
    except ExtractionError:
        return
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    assert (function.args.posonlyargs + function.args.args)[0].arg == "self"


@given(st.text(max_size=200), st.text(max_size=200))
def test_prose_around_a_fence_does_not_matter(before, after):
    said = f"{before.replace('`', '').replace('~', '')}\n```python\n{PLAIN}```\n{after}"
    assert extract_method(said, "count") == PLAIN
