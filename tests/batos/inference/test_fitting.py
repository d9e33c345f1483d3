"""Making a method of a plain function."""

import ast

import pytest

from batos.inference.fitting import fit, import_names


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import math", {"math": "math"}),
        ("import math as m", {"m": "math"}),
        ("from math import sqrt as root", {"root": "math.sqrt"}),
        ("from datetime import datetime, date", {"datetime": "datetime", "date": "date"}),
        ("from datetime import time", {"time": "datetime.time"}),
        ("from collections import Counter as C", {"C": "Counter"}),
        ("import os", {}),
        ("import os.path", {}),
        ("from os import getcwd", {}),
        ("from math import sqrt, nonsense", {}),
        ("from . import math", {}),
        ("from math import *", {}),
        ("x = 1", {}),
    ],
)
def test_an_import_is_known_by_what_the_dialect_calls_it(statement, names):
    assert import_names(ast.parse(statement).body) == names


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("def f(x):\n    return f(f(x))\n", "def g(self, x):\n    return self.g(self.g(x))\n"),
        (
            "def f(self, x):\n    return self.f(x - 1) + f(self, x=x)\n",
            "def g(self, x):\n    return self.g(x - 1) + self.g(x=x)\n",
        ),
        (
            "def f(self):\n    import math; import re\n    return 1\n",
            "def g(self):\n    return 1\n",
        ),
        (
            "def f(self):\n    import math; x = 1\n    return x\n",
            "def g(self):\n    x = 1\n    return x\n",
        ),
    ],
)
def test_only_what_must_change_changes(source, wanted):
    fitted = fit(source, "g", {})
    assert ast.dump(ast.parse(fitted)) == ast.dump(ast.parse(wanted))
