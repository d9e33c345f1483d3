"""The call site of a miss: which method sent the message, with what, and what for.

A method that sends a message which nobody understands says more than its name: the names of the
arguments, their values, and the line that uses the answer.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import FrameType, TracebackType
from typing import Any

from batos.guardian.running.compiler import METHOD_FILE
from batos.objects import MessageNotUnderstood, Method, UvmObject, address_of, is_slot_name, lookup
from batos.objects.portable import is_portable

__all__ = ["CallSite", "call_site"]

_LONGEST_SOURCE = 4_000
_LONGEST_LINE = 200
_VALUES = (
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Subscript,
    ast.Attribute,
    ast.FormattedValue,
    ast.For,
    ast.comprehension,
    ast.Return,
)
"""What can do nothing with a message that waits for its arguments."""


@dataclass(frozen=True)
class CallSite:
    """Where a message was sent from that nobody understood.

    Attributes:
        holder: Address of the object whose method it is.
        selector: The method.
        line: The line in its source, from 1.
        code: The statement there.
        source: The method's source.
        arguments: The names that the values have there, an empty text for one without.
        called: Whether the slot is called there; False when its value is wanted.
        values: The values of positional arguments, as far as ``known``.
        keywords: The values of keyword arguments, as far as ``known``.
        known: Whether every argument's value is known.
    """

    holder: str
    selector: str
    line: int
    code: str
    source: str
    arguments: tuple[str, ...] = ()
    called: bool = True
    values: tuple[Any, ...] = ()
    keywords: Mapping[str, Any] = field(default_factory=dict)
    known: bool = False

    def to_plain(self) -> dict[str, Any]:
        """Return the call site as plain data for a mission brief, which has the values itself."""
        return {
            "method": f"{self.holder}.{self.selector}",
            "selector": self.selector,
            "line": self.line,
            "code": self.code,
            "source": self.source,
            "arguments": list(self.arguments),
            "known": self.known,
        }


def call_site(miss: MessageNotUnderstood) -> CallSite | None:
    """Return where a message came from, or None when it was no method that sent it.

    To be called in the transaction of the miss: the frames of its traceback hold objects.
    """
    frames = list(_frames(miss.__traceback__))
    inner = next((each for each in reversed(frames) if _is_method(each[0])), None)
    if inner is None:
        return None
    method = _method(frames, inner[0].f_code.co_filename)
    if method is None:
        return None
    holder, found = method
    try:
        tree = ast.parse(found.source)
    except SyntaxError:
        return None
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    node = _node_at(tree, *inner)
    line = getattr(node, "lineno", None) or inner[0].f_lineno
    site = CallSite(
        holder=address_of(holder),
        selector=found.selector,
        line=line,
        code=_statement(found.source, node, parents, line),
        source=found.source[:_LONGEST_SOURCE],
    )
    if node is None:
        return site
    return _with_call(site, node, parents, inner[0])


def _frames(trace: TracebackType | None) -> Any:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lasti
        trace = trace.tb_next


def _is_method(frame: FrameType) -> bool:
    return frame.f_code.co_filename.startswith(METHOD_FILE)


def _method(frames: list[tuple[FrameType, int]], filename: str) -> tuple[UvmObject, Method] | None:
    """Return the holder and the method whose code the innermost frame belongs to."""
    selector = filename.removeprefix(METHOD_FILE).removesuffix(">")
    for frame, _ in reversed(frames):
        # A comprehension or an inner function has a frame of its own, without the receiver.
        if frame.f_code.co_filename != filename or frame.f_code.co_name != selector:
            continue
        receiver = frame.f_locals.get("self")
        found = lookup(receiver, selector) if isinstance(receiver, UvmObject) else None
        if found is not None and type(found[1]) is Method:
            return found[0], found[1]
    return None


def _node_at(tree: ast.AST, frame: FrameType, lasti: int) -> ast.expr | None:
    """Return the expression that was being evaluated."""
    positions = list(frame.f_code.co_positions())
    where = positions[lasti // 2] if 0 <= lasti // 2 < len(positions) else None
    if where is None or None in where:
        return None
    begin, end, column, end_column = where
    wanted = (begin, column, end, end_column)
    found = None
    for node in ast.walk(tree):
        if isinstance(node, (ast.Attribute, ast.Call)) and wanted == (
            node.lineno,
            node.col_offset,
            node.end_lineno,
            node.end_col_offset,
        ):
            found = node
    return found


def _with_call(
    site: CallSite, node: ast.expr, parents: Mapping[ast.AST, ast.AST], frame: FrameType
) -> CallSite:
    call: ast.AST | None = node if isinstance(node, ast.Call) else parents.get(node)
    if not isinstance(call, ast.Call) or (call is not node and call.func is not node):
        wanted = isinstance(call, _VALUES) and not _is_target(call, node)
        return replace(site, called=not wanted)
    arguments = list(call.args)
    if call is node:
        is_send = isinstance(call.func, ast.Attribute) and call.func.attr == "send"
        if not is_send:
            return site
        arguments = arguments[1:]
    return _with_arguments(site, arguments, call.keywords, frame)


def _is_target(parent: ast.AST, node: ast.expr) -> bool:
    """Whether a loop assigns to an expression, rather than going through it."""
    return isinstance(parent, (ast.For, ast.comprehension)) and parent.target is node


def _with_arguments(
    site: CallSite, arguments: list[ast.expr], keywords: list[ast.keyword], frame: FrameType
) -> CallSite:
    starred = any(isinstance(each, ast.Starred) for each in arguments)
    if starred or any(each.arg is None for each in keywords):
        return site
    values = [_value(each, frame) for each in arguments]
    named = {str(each.arg): _value(each.value, frame) for each in keywords}
    return replace(
        site,
        arguments=(*map(_name, arguments), *named),
        values=tuple(value for value, _ in values),
        keywords={name: value for name, (value, _) in named.items()},
        known=all(known for _, known in (*values, *named.values())),
    )


def _name(argument: ast.expr) -> str:
    """Return the name that an argument's value has where it is sent from, or an empty text."""
    if isinstance(argument, ast.Attribute):
        name = argument.attr
    else:
        name = argument.id if isinstance(argument, ast.Name) else ""
    return name if is_slot_name(name) and name != "self" else ""


def _value(argument: ast.expr, frame: FrameType) -> tuple[Any, bool]:
    """Return an argument's value and whether it is known: nothing is run to find it."""
    if isinstance(argument, ast.Constant):
        return argument.value, argument.value is not Ellipsis
    found: Any = _MISSING
    if isinstance(argument, ast.Name):
        found = frame.f_locals.get(argument.id, _MISSING)
    elif isinstance(argument, ast.Attribute) and isinstance(argument.value, ast.Name):
        base = frame.f_locals.get(argument.value.id)
        slot = lookup(base, argument.attr) if isinstance(base, UvmObject) else None
        found = slot[1] if slot is not None else _MISSING
    if found is _MISSING or not is_portable(found):
        return None, False
    return found, True


_MISSING = object()


def _statement(
    source: str, node: ast.expr | None, parents: Mapping[ast.AST, ast.AST], line: int
) -> str:
    """Return the statement around an expression as one line."""
    around: ast.AST | None = node
    while around is not None and not isinstance(around, ast.stmt):
        around = parents.get(around)
    simple = around is not None and not hasattr(around, "body")
    text = ast.get_source_segment(source, around) if simple and around is not None else None
    if text is None:
        lines = source.splitlines()
        text = lines[line - 1] if 0 < line <= len(lines) else ""
    return " ".join(text.split())[:_LONGEST_LINE]
