"""One solution per mission, by selector: proof that every check can be satisfied.

A solution to a state mission takes the receiver first, as a method does; the others are plain
functions. They are read by the suite alone and are never shown to a model.
"""

from __future__ import annotations

import calendar
import re
import string
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

__all__ = ["SOLUTIONS"]


# --- everyday: text -----------------------------------------------------------------------


def count_long_words(text: str, n: int) -> int:
    return sum(len(word) > n for word in text.split())


def initials(name: str) -> str:
    return "".join(word[0].upper() + "." for word in name.split())


def mask_email(address: str) -> str:
    local, _, domain = address.partition("@")
    return local[0] + "*" * (len(local) - 1) + "@" + domain


def swap_ends(sentence: str) -> str:
    words = sentence.split()
    if len(words) > 1:
        words[0], words[-1] = words[-1], words[0]
    return " ".join(words)


def same_letters(first: str, second: str) -> bool:
    return sorted(first.lower().replace(" ", "")) == sorted(second.lower().replace(" ", ""))


def letter_count(text: str, letter: str) -> int:
    return text.lower().count(letter.lower())


def headline_to_address(headline: str) -> str:
    kept = "".join(c for c in headline.lower() if c.isalnum() or c == " ")
    return "-".join(kept.split())


def shout_every_second(sentence: str) -> str:
    words = sentence.split()
    return " ".join(word.upper() if i % 2 else word for i, word in enumerate(words))


def word_with_most_vowels(sentence: str) -> str:
    return max(sentence.split(), key=lambda word: sum(c in "aeiou" for c in word.lower()))


# --- everyday: numbers --------------------------------------------------------------------


def sum_odd_squares(numbers: list[int]) -> int:
    return sum(n * n for n in numbers if n % 2)


def to_celsius(fahrenheit: float) -> float:
    return round((fahrenheit - 32) * 5 / 9, 1)


def split_bill(total: float, people: int, tip: float) -> float:
    return round(total * (1 + tip / 100) / people, 2)


def reduce_to_digit(number: int) -> int:
    while number > 9:
        number = sum(int(digit) for digit in str(number))
    return number


def primes_below(limit: int) -> int:
    return sum(all(n % d for d in range(2, n)) for n in range(2, limit))


def clock_text(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def fair_score(scores: list[float]) -> float:
    kept = sorted(scores)[1:-1]
    return sum(kept) / len(kept)


# --- everyday: lists ----------------------------------------------------------------------


def unique_names(names: list[str]) -> list[str]:
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.lower(), name)
    return list(first.values())


def second_highest(values: list[float]) -> float | None:
    ranked = sorted(set(values))
    return ranked[-2] if len(ranked) > 1 else None


def in_groups(things: list[Any], size: int) -> list[list[Any]]:
    return [things[i : i + size] for i in range(0, len(things), size)]


def in_both(first: list[Any], second: list[Any]) -> list[Any]:
    return sorted(set(first) & set(second))


def daily_changes(readings: list[float]) -> list[float]:
    return [readings[i + 1] - readings[i] for i in range(len(readings) - 1)]


def short_words_first(words: list[str]) -> list[str]:
    return sorted(words, key=lambda word: (len(word), word))


# --- everyday: dicts ----------------------------------------------------------------------


def group_by_first_letter(words: list[str]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for word in words:
        index.setdefault(word[0].lower(), []).append(word)
    return index


def basket_total(basket: dict[str, float], prices: dict[str, float]) -> float:
    return sum(count * prices.get(thing, 0) for thing, count in basket.items())


def who_passed(points: dict[str, float], needed: float) -> list[str]:
    return sorted(name for name, got in points.items() if got >= needed)


# --- everyday: dates ----------------------------------------------------------------------


def weekday_after(day: str, days: int) -> str:
    return calendar.day_name[(date.fromisoformat(day) + timedelta(days=days)).weekday()]


def days_left_in_month(day: str) -> int:
    when = date.fromisoformat(day)
    return calendar.monthrange(when.year, when.month)[1] - when.day


# --- everyday: state ----------------------------------------------------------------------


def add_to_basket(self: Any, item: str, count: int) -> Any:
    if not hasattr(self, "basket"):
        self.basket = {}
    self.basket[item] = self.basket.get(item, 0) + count
    self._p_changed = True
    return self.basket[item]


def record_high(self: Any, temperature: float) -> Any:
    if not hasattr(self, "highest") or temperature > self.highest:
        self.highest = temperature
    self._p_changed = True
    return self.highest


def note_down(self: Any, note: str) -> Any:
    if not hasattr(self, "notes"):
        self.notes = []
    self.notes = [*self.notes, note][-3:]
    self._p_changed = True
    return self.notes


# --- beyond -------------------------------------------------------------------------------


def solve_sudoku(grid: str) -> str:
    def candidates(cells: str, at: int) -> set[str]:
        row, column = divmod(at, 9)
        box = 27 * (row // 3) + 3 * (column // 3)
        seen = set(cells[9 * row : 9 * row + 9]) | set(cells[column::9])
        for start in (box, box + 9, box + 18):
            seen |= set(cells[start : start + 3])
        return set(string.digits[1:]) - seen

    def fill(cells: str) -> str | None:
        blanks = [at for at, cell in enumerate(cells) if cell == "."]
        if not blanks:
            return cells
        at = min(blanks, key=lambda blank: len(candidates(cells, blank)))
        for digit in sorted(candidates(cells, at)):
            solved = fill(cells[:at] + digit + cells[at + 1 :])
            if solved:
                return solved
        return None

    return fill(grid) or ""


def work_out(expression: str) -> float:
    tokens = re.findall(r"\d+(?:\.\d+)?|[-+*/^()]", expression)

    def atom() -> float:
        token = tokens.pop(0)
        if token == "-":
            return -power()
        if token == "(":
            value = added()
            tokens.pop(0)
            return value
        return float(token)

    def power() -> float:
        base = atom()
        if tokens and tokens[0] == "^":
            tokens.pop(0)
            return float(base ** power())
        return base

    def multiplied() -> float:
        value = power()
        while tokens and tokens[0] in "*/":
            value = value * power() if tokens.pop(0) == "*" else value / power()
        return value

    def added() -> float:
        value = multiplied()
        while tokens and tokens[0] in "+-":
            value = value + multiplied() if tokens.pop(0) == "+" else value - multiplied()
        return value

    return added()


def matching_texts(pattern: str, length: int) -> int:
    """Count by the set of rests of the pattern that are still open (derivatives of Brzozowski)."""
    tree = _parse_pattern(list(pattern))

    @cache
    def count(state: frozenset[Any], left: int) -> int:
        if not state:
            return 0
        if not left:
            return int(any(_nullable(rest) for rest in state))
        return sum(
            count(frozenset(after for rest in state for after in _step(rest, letter)), left - 1)
            for letter in "ab"
        )

    return count(frozenset([tree]), length)


def _parse_pattern(rest: list[str]) -> tuple[Any, ...]:
    branches: list[tuple[Any, ...]] = [("empty",)]
    while rest and rest[0] != ")":
        sign = rest.pop(0)
        if sign == "|":
            branches.append(("empty",))
            continue
        if sign == "(":
            part = _parse_pattern(rest)
            rest.pop(0)
        else:
            part = ("letter", sign)
        if rest and rest[0] == "*":
            rest.pop(0)
            part = ("star", part)
        branches[-1] = ("then", branches[-1], part)
    return ("or", *branches)


def _nullable(node: tuple[Any, ...]) -> bool:
    kind, *parts = node
    if kind == "or":
        return any(_nullable(part) for part in parts)
    if kind == "then":
        return all(_nullable(part) for part in parts)
    return kind in {"empty", "star"}


def _step(node: tuple[Any, ...], letter: str) -> set[tuple[Any, ...]]:
    """Return what may follow once the pattern has taken one letter."""
    kind, *parts = node
    if kind == "letter":
        return {("empty",)} if parts[0] in (letter, ".") else set()
    if kind == "or":
        return {after for part in parts for after in _step(part, letter)}
    if kind == "star":
        return {("then", after, node) for after in _step(parts[0], letter)}
    if kind == "then":
        first, second = parts
        steps = {("then", after, second) for after in _step(first, letter)}
        return steps | _step(second, letter) if _nullable(first) else steps
    return set()


def differentiate(polynomial: str) -> str:
    terms = []
    for sign, factor, x, exponent in re.findall(
        r"([+-]?)(\d*)(x?)(?:\^(\d+))?", polynomial.replace(" ", "")
    ):
        if not x:
            continue
        power = int(exponent or 1)
        value = int(sign + (factor or "1")) * power
        head = "" if abs(value) == 1 and power > 1 else str(abs(value))
        tail = "" if power == 1 else "x" if power == 2 else f"x^{power - 1}"
        terms.append(("-" if value < 0 else "+", head + tail))
    if not terms:
        return "0"
    text = " ".join(f"{sign} {term}" for sign, term in terms)
    return text.removeprefix("+ ") if text[0] == "+" else "-" + text[2:]


@cache
def perfect_play(board: str) -> str:
    lines = ["012", "345", "678", "036", "147", "258", "048", "246"]
    for line in lines:
        marks = {board[int(at)] for at in line}
        if len(marks) == 1 and marks != {"."}:
            return marks.pop()
    if "." not in board:
        return "draw"
    mover, other = "XO" if board.count("X") == board.count("O") else "OX"
    outcomes = {
        perfect_play(board[:at] + mover + board[at + 1 :])
        for at, mark in enumerate(board)
        if mark == "."
    }
    return next(outcome for outcome in (mover, "draw", other) if outcome in outcomes)


def run_program(lines: list[str]) -> list[int]:
    registers: dict[str, int] = {}
    printed = []
    at = 0

    def value(token: str) -> int:
        return registers.get(token, 0) if token.isalpha() else int(token)

    while at < len(lines):
        order, *operands = lines[at].split()
        at += 1
        if order == "set":
            registers[operands[0]] = value(operands[1])
        elif order == "add":
            registers[operands[0]] = value(operands[0]) + value(operands[1])
        elif order == "mul":
            registers[operands[0]] = value(operands[0]) * value(operands[1])
        elif order == "jump":
            at += value(operands[1]) - 1 if value(operands[0]) else 0
        else:
            printed.append(value(operands[0]))
    return printed


SOLUTIONS: dict[str, Callable[..., Any]] = {
    solution.__name__: solution
    for solution in (
        count_long_words,
        initials,
        mask_email,
        swap_ends,
        same_letters,
        letter_count,
        headline_to_address,
        shout_every_second,
        word_with_most_vowels,
        sum_odd_squares,
        to_celsius,
        split_bill,
        reduce_to_digit,
        primes_below,
        clock_text,
        fair_score,
        unique_names,
        second_highest,
        in_groups,
        in_both,
        daily_changes,
        short_words_first,
        group_by_first_letter,
        basket_total,
        who_passed,
        weekday_after,
        days_left_in_month,
        add_to_basket,
        record_high,
        note_down,
        solve_sudoku,
        work_out,
        matching_texts,
        differentiate,
        perfect_play,
        run_program,
    )
}
