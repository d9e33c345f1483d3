"""The side: objects as a tree, conversations, the memory, and what waits for the person."""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, TabbedContent, TabPane, Tree
from textual.widgets.option_list import Option
from textual.widgets.tree import TreeNode

from batos.cli.terminal.output import local_time, printable, sentence
from batos.errors import BatosError
from batos.wire.messages.memory import SearchMemory
from batos.wire.messages.objects import ListObjects, ShowObject
from batos.wire.messages.request import Request
from batos.wire.messages.shown import ShownObject
from batos.wire.messages.talk.approvals import ListChanges
from batos.wire.messages.talk.conversations import ListConversations
from batos.wire.messages.talk.questions import ListQuestions

__all__ = ["Side", "object_labels"]

Ask = Callable[[Request[Any]], Awaitable[Any]]


class Side(Vertical):
    """What the image holds, beside the talk; each tab is filled when it is looked at.

    Args:
        ask: Sends a request and returns its answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "about('why')", "why", tooltip="Where a method comes from"),
        Binding("h", "about('history')", "history", tooltip="What happened to it"),
    ]

    @dataclass
    class Wanted(Message):
        """Something was chosen.

        Attributes:
            line: What it comes to, as a line that is typed.
        """

        line: str

    def __init__(self, ask: Ask) -> None:
        super().__init__(id="side")
        self._ask = ask
        self._lines: dict[str, dict[str, str]] = {}

    def compose(self) -> ComposeResult:
        """Return the tabs."""
        with TabbedContent(initial="objects"):
            with TabPane("Objects", id="objects"):
                yield Tree[str]("image", id="tree")
            with TabPane("Talks", id="talks"):
                yield OptionList(id="conversations", markup=False)
            with TabPane("Memory", id="memory"):
                yield Input(placeholder="look for…", id="query")
                yield OptionList(id="found", markup=False)
            with TabPane("Waiting", id="waiting"):
                yield OptionList(id="open", markup=False)

    def on_mount(self) -> None:
        """Fill the first tab."""
        tree = self.query_one("#tree", Tree)
        tree.show_root = False
        tree.guide_depth = 2
        self.refresh_tab()

    @on(TabbedContent.TabActivated)
    def _activated(self) -> None:
        self.refresh_tab()

    def refresh_tab(self) -> None:
        """Ask anew for what the tab shows that is looked at."""
        fill = {"objects": self._objects, "talks": self._talks, "waiting": self._open}
        if wanted := fill.get(self.query_one(TabbedContent).active):
            self._work(wanted)

    def _work(self, fill: Callable[[], Awaitable[None]], *, exclusive: bool = True) -> None:
        self.run_worker(self._quietly(fill), group="side", exclusive=exclusive, exit_on_error=False)

    async def _quietly(self, fill: Callable[[], Awaitable[None]]) -> None:
        try:
            await fill()
        except BatosError as error:  # shown; the talk goes on
            self.notify(printable(error.message), severity="warning", markup=False)

    async def _objects(self) -> None:
        rows = (await self._ask(ListObjects())).objects
        tree = self.query_one("#tree", Tree)
        open_ = {node.data for node in tree.root.children if node.is_expanded}
        is_first = not tree.root.children
        tree.clear()
        names = {row["name"] for row in rows}
        heirs: dict[str, list[Mapping[str, Any]]] = {}
        for row in rows:
            above = next((each for each in row["parents"] if each in names), "")
            heirs.setdefault(above, []).append(row)
        waiting = [(tree.root, row) for row in heirs.get("", ())]
        while waiting:  # a chain of clones may be longer than the stack of calls
            under, row = waiting.pop(0)
            node = under.add(printable(row["name"]), data=row["name"])
            if row["name"] in open_ or (is_first and under is tree.root):
                node.expand()
            waiting += [(node, heir) for heir in heirs.get(row["name"], ())]

    @on(Tree.NodeExpanded, "#tree")
    def _expanded(self, event: Tree.NodeExpanded[str]) -> None:
        node = event.node
        if node.data and "." not in node.data:
            self._work(lambda: self._inside(node), exclusive=False)

    async def _inside(self, node: TreeNode[str]) -> None:
        """Show the slots and methods of an object, before the objects that delegate to it."""
        shown = await self._ask(ShowObject(str(node.data)))
        if shown["kind"] != "object":
            return
        for child in list(node.children):
            if not child.allow_expand:
                child.remove()
        before = node.children[0] if node.children else None
        for label, address in object_labels(shown):
            node.add_leaf(label, data=address, before=before)

    @on(Tree.NodeSelected, "#tree")
    def _chosen(self, event: Tree.NodeSelected[str]) -> None:
        if event.node.data and not event.node.allow_expand:
            self.post_message(self.Wanted(f"/show {event.node.data}"))

    def action_about(self, command: str) -> None:
        """Ask about what the tree has under its cursor."""
        tree = self.query_one("#tree", Tree)
        if tree.has_focus and tree.cursor_node is not None and tree.cursor_node.data:
            self.post_message(self.Wanted(f"/{command} {tree.cursor_node.data}"))

    async def _talks(self) -> None:
        rows = (await self._ask(ListConversations())).conversations
        self._fill(
            "#conversations",
            [
                (
                    f"/resume {shlex.quote(row['name'])}",
                    f"{row['name']}  {local_time(row['last'])}\n  {sentence(row['topic'])}",
                )
                for row in rows
            ],
        )

    async def _open(self) -> None:
        changes = (await self._ask(ListChanges())).changes
        questions = (await self._ask(ListQuestions())).questions
        self._fill(
            "#open",
            [
                *(
                    (
                        f"/approvals show {row['id']}",
                        f"approve? {row['address']}\n  {sentence(row['mission'])}",
                    )
                    for row in changes
                ),
                *(
                    (
                        f"/questions show {row['id']}",
                        f"{row['address']}\n  {sentence(row['wording'])}",
                    )
                    for row in questions
                ),
            ],
        )

    @on(Input.Submitted, "#query")
    def _looked_for(self, event: Input.Submitted) -> None:
        if query := event.value.strip():
            self._work(lambda: self._found(query))

    async def _found(self, query: str) -> None:
        found = (await self._ask(SearchMemory(query, limit=20))).found
        self._fill(
            "#found",
            [
                (
                    f"/memory show {shlex.quote(each.key)}",
                    f"{sentence(each.title)}\n  {sentence(each.snippet)}",
                )
                for each in found
            ],
        )

    def _fill(self, where: str, rows: Sequence[tuple[str, str]]) -> None:
        listed = self.query_one(where, OptionList)
        listed.clear_options()
        listed.add_options([Option(text, id=f"{number}") for number, (_, text) in enumerate(rows)])
        if not rows:
            listed.add_option(Option("nothing", disabled=True))
        self._lines[where] = {f"{number}": line for number, (line, _) in enumerate(rows)}

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        lines = self._lines.get(f"#{event.option_list.id}", {})
        if line := lines.get(event.option_id or ""):
            self.post_message(self.Wanted(line))


def object_labels(shown: ShownObject) -> list[tuple[str, str]]:
    """Return the slots and methods of an object as they stand in the tree, with their addresses."""
    name = shown["name"] or f"@{shown['oid']}"
    slots = [(f"{printable(slot)} = …", f"{name}.{slot}") for slot in shown["slots"]]
    methods = []
    for selector, each in shown["methods"].items():
        marks = ["quarantined"] if each["quarantined"] else []
        marks += [each["trust"]] if each["trust"] == "tentative" else []
        said = f"  {', '.join(marks)}" if marks else ""
        label = f"{printable(selector)}  v{each['version']}, {each['calls']} calls{said}"
        methods.append((label, f"{name}.{selector}"))
    return [*methods, *slots]
