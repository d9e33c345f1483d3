"""The dialect of generated methods: every name that they may use, and how big things may get.

The tables are plain text so that the audit needs no library; the objects behind the names are
made in :mod:`batos.guardian.dialect.namespace`, and a test holds the two together.
"""

from __future__ import annotations

import types

__all__ = [
    "BUILTINS",
    "CHANGING",
    "COVENANT",
    "ENCODINGS",
    "EXCEPTIONS",
    "FACADES",
    "GUARDED_METHODS",
    "INSPECTION",
    "KEYED_METHODS",
    "MUTATING",
    "MUTATING_FUNCTIONS",
    "OFFERED",
    "PLAIN_TYPES",
    "REWRITTEN",
    "RULES_VERSION",
    "SLOW_ENCODINGS",
    "SLOW_METHODS",
    "TYPE_ATTRIBUTES",
    "describe",
]


RULES_VERSION = "5"
"""Moves whenever a rule or a table changes what is accepted; stored methods are judged again."""

COVENANT = "self._p_changed = True"

# Limits of a source. Twenty nested ``finally`` blocks in 3 KB compile to 15 MB of bytecode in ten
# seconds, so nesting is capped before anything is compiled.
MAX_SOURCE = 16_384
MAX_NODES = 4_000
MAX_DEPTH = 60
MAX_FINALLY = 3
MAX_BLOCKS = 16
"""Nested ``if``/``for``/``while``/``try``/``def``: CPython's compiler stops at twenty blocks."""

# Limits of what a running method may build in one step.
MAX_ITEMS = 1_000_000
MAX_TEXT = 1_000_000
MAX_BITS = 1 << 17
MAX_WIDTH = 10_000
MAX_PRINTED = 20_000

ENCODINGS: frozenset[str] = frozenset(
    """ascii us-ascii latin-1 iso-8859-1 utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le
    utf-32-be utf-7 cp1252 windows-1252 cp437 iso-8859-15 unicode-escape raw-unicode-escape
    punycode idna""".split()
)
"""Encodings of texts. A confined process can load no others."""

SLOW_ENCODINGS: frozenset[str] = frozenset({"punycode", "idna"})
"""Those whose time grows with the square of the length."""

BUILTINS: dict[str, str] = {
    "abs": "absolute value",
    "all": "whether all are true",
    "any": "whether any is true",
    "ascii": "text with escapes",
    "bin": "binary text of an integer",
    "bool": "truth value",
    "bytes": "bytes; bounded",
    "chr": "character of a code point",
    "complex": "complex number",
    "dict": "dictionary",
    "divmod": "quotient and remainder",
    "enumerate": "index and item; eager",
    "filter": "items that pass; eager",
    "float": "floating point number",
    "format": "format(value, spec); width bounded",
    "frozenset": "immutable set",
    "hex": "hexadecimal text of an integer",
    "int": "integer",
    "isinstance": "type test",
    "iter": "iterator over one iterable",
    "len": "number of items",
    "list": "list",
    "map": "function over items; eager",
    "max": "largest",
    "min": "smallest",
    "next": "next(iterator, default)",
    "oct": "octal text of an integer",
    "ord": "code point of a character",
    "pow": "power; bounded",
    "print": "captured, not shown; bounded",
    "range": "numbers; at most a million",
    "repr": "text of a value",
    "reversed": "items from the end; eager",
    "round": "rounded number",
    "set": "set",
    "slice": "slice of whole numbers",
    "sorted": "sorted list",
    "str": "text",
    "sum": "sum",
    "tuple": "tuple",
    "zip": "items side by side; eager",
    "now": "current local date and time (datetime) from the kernel's clock",
    "today": "current date (date) from the kernel's clock",
    "sha256": "hex digest of a text",
}

REWRITTEN: dict[str, str] = {
    "getattr": 'getattr(x, "literal"[, default]) with a public literal name',
    "hasattr": 'hasattr(x, "literal") with a public literal name',
}
"""Calls that become something else at compile time; the names themselves do not exist."""

EXCEPTIONS: frozenset[str] = frozenset(
    """
    Exception ValueError TypeError KeyError IndexError LookupError ZeroDivisionError
    ArithmeticError OverflowError AttributeError RuntimeError StopIteration AssertionError
    NotImplementedError UnicodeError
    """.split()
)

PLAIN_TYPES: frozenset[str] = frozenset(
    "bool bytes complex dict float frozenset int list set str tuple".split()
)

FACADES: dict[str, frozenset[str]] = {
    name: frozenset(members.split())
    for name, members in {
        "math": """acos acosh asin asinh atan atan2 atanh ceil comb copysign cos cosh degrees dist
            e erf erfc exp expm1 fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose
            isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan perm pi pow
            prod radians remainder sin sinh sqrt tan tanh tau trunc cbrt exp2""",
        "statistics": """mean fmean geometric_mean harmonic_mean median median_low median_high mode
            multimode pstdev pvariance quantiles stdev variance correlation covariance""",
        "re": """match fullmatch search findall finditer sub subn split escape compile IGNORECASE I
            MULTILINE M DOTALL S ASCII A VERBOSE X error""",
        "json": "loads dumps JSONDecodeError",
        "string": """ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits
            punctuation printable whitespace capwords""",
        "datetime": """datetime date time timedelta timezone now today utcnow fromisoformat strptime
            fromtimestamp combine UTC min max fromordinal strftime""",
        "date": "today fromisoformat fromtimestamp fromordinal min max strftime",
        "timedelta": "min max resolution",
        "timezone": "utc",
        "time": "time strftime monotonic perf_counter localtime gmtime mktime ctime asctime",
        "calendar": """monthrange isleap leapdays weekday monthcalendar month month_name month_abbr
            day_name day_abbr MONDAY SUNDAY""",
        "random": """random randint uniform choice choices sample shuffle gauss randrange triangular
            getrandbits normalvariate expovariate""",
        "itertools": """chain islice accumulate combinations combinations_with_replacement
            permutations product groupby takewhile dropwhile filterfalse starmap zip_longest
            pairwise count cycle repeat compress tee""",
        "functools": "reduce cmp_to_key",
        "collections": "Counter defaultdict OrderedDict deque",
        "Counter": "",
        "defaultdict": "",
        "OrderedDict": "fromkeys",
        "deque": "",
        "textwrap": "wrap fill dedent shorten indent",
        "unicodedata": "normalize category name combining numeric decimal digit",
        "hashlib": "sha256 sha1 sha512 md5",
        "base64": "b64encode b64decode urlsafe_b64encode urlsafe_b64decode b32encode b32decode",
        "bisect": "bisect bisect_left bisect_right insort insort_left insort_right",
        "heapq": "heappush heappop heapify heappushpop heapreplace nlargest nsmallest",
        "copy": "copy deepcopy",
    }.items()
}
"""Read-only namespaces and what each offers. Nothing beyond the list can be reached."""

FACADE_PARTS: dict[tuple[str, str], frozenset[str]] = {
    ("datetime", "datetime"): FACADES["datetime"],
    ("datetime", "date"): FACADES["date"],
    ("datetime", "time"): frozenset({"min", "max", "fromisoformat"}),
    ("datetime", "timedelta"): FACADES["timedelta"],
    ("datetime", "timezone"): FACADES["timezone"],
    ("collections", "OrderedDict"): FACADES["OrderedDict"],
    ("itertools", "chain"): frozenset({"from_iterable"}),
}
"""What may be named on a part of a facade, such as ``itertools.chain.from_iterable``."""

_TEXT_TESTS = """capitalize casefold count encode endswith find index isalnum isalpha isascii
    isdecimal isdigit isidentifier islower isnumeric isspace istitle isupper lower lstrip maketrans
    rstrip split splitlines startswith strip swapcase title upper"""

TYPE_ATTRIBUTES: dict[str, frozenset[str]] = {
    "dict": frozenset({"fromkeys", "get"}),
    "int": frozenset({"from_bytes", "bit_length"}),
    "float": frozenset({"fromhex", "is_integer"}),
    "bytes": frozenset({"fromhex"}),
    "str": frozenset(_TEXT_TESTS.split()),
}
"""Attributes that may be named on a built-in type: closes ``list.append(self.items, x)``."""

OFFERED: frozenset[str] = frozenset({*BUILTINS, *EXCEPTIONS, *FACADES})

_INSPECTED = (
    types.GeneratorType,
    types.CoroutineType,
    types.AsyncGeneratorType,
    types.FrameType,
    types.TracebackType,
    types.CodeType,
)
_INSPECTION_PREFIXES = ("gi_", "cr_", "ag_", "f_", "tb_", "co_")

INSPECTION: frozenset[str] = frozenset(
    {name for kind in _INSPECTED for name in dir(kind) if name.startswith(_INSPECTION_PREFIXES)}
    # Names of other versions of Python, so that a verdict does not depend on the version.
    | set(
        """
        gi_suspended gi_yieldfrom cr_await cr_origin cr_suspended ag_suspended f_generator
        f_exc_type f_exc_value f_exc_traceback co_lnotab co_linetable co_exceptiontable
        co_positions co_lines co_branches co_qualname
        func_globals func_code func_closure func_defaults func_dict func_name
        im_func im_self im_class mro with_traceback format_map default_factory
        """.split()
    )
)
"""Attributes without an underscore that still lead to frames, code and types."""

MUTATING: frozenset[str] = frozenset(
    """
    append extend insert remove pop clear update setdefault add discard sort reverse popitem
    appendleft popleft extendleft rotate move_to_end subtract difference_update
    intersection_update symmetric_difference_update
    """.split()
)
"""Methods of plain containers that change them in place."""

MUTATING_FUNCTIONS: frozenset[tuple[str, str]] = frozenset(
    {("random", "shuffle"), ("bisect", "insort"), ("bisect", "insort_left")}
    | {("bisect", "insort_right"), ("heapq", "heappush"), ("heapq", "heappop")}
    | {("heapq", "heapify"), ("heapq", "heappushpop"), ("heapq", "heapreplace")}
)
"""Offered functions that change their first argument in place."""

CHANGING: frozenset[str] = MUTATING | {name for _, name in MUTATING_FUNCTIONS}
"""Names of everything that changes a value in place."""

GUARDED_METHODS: frozenset[str] = frozenset(
    """
    join replace ljust rjust center zfill expandtabs translate extend extendleft to_bytes
    from_bytes elements args
    """.split()
)
"""Methods of plain values that can build something huge in one step, and attributes that are not
given out as they are."""

SLOW_METHODS: frozenset[str] = frozenset(
    """
    copy encode decode strftime strip lstrip rstrip rfind rindex rsplit rpartition index count
    remove sort update subtract union intersection difference symmetric_difference issubset
    issuperset isdisjoint difference_update intersection_update symmetric_difference_update
    fromkeys most_common
    """.split()
)
"""Methods of plain values that can take long in one step."""

KEYED_METHODS: frozenset[str] = frozenset(
    """
    get setdefault pop add discard move_to_end startswith endswith
    """.split()
)
"""Methods of plain values that hash what they are given, or go over it."""


def describe() -> str:
    """Return the dialect as text for a prompt or a page: one line per group."""
    modules = [name for name in FACADES if name.islower()]
    lines = [
        "Built-ins: " + " ".join(sorted({*BUILTINS, *REWRITTEN})),
        "Exceptions: " + " ".join(sorted(EXCEPTIONS)),
        "Without import: " + " ".join(sorted(FACADES)),
    ]
    lines += [f"{name}: {' '.join(sorted(FACADES[name]))}" for name in sorted(modules)]
    return "\n".join(lines)
