"""The Synaptic Console: a line editor in front of the kernel."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import click

from batos.cli.main import COMMANDS, main
from batos.cli.objects.objects import print_description
from batos.cli.reach.contributed import TALKS
from batos.cli.reach.running import running_models
from batos.cli.talk.ask_approval import print_change
from batos.cli.talk.ask_question import answer_question, let_answer, print_question, read_answer
from batos.cli.talk.confirming import let_confirm, told_call
from batos.cli.talk.outcomes import note_trust, note_version
from batos.cli.terminal.arguments import read_arguments
from batos.cli.terminal.output import (
    error_plain,
    fitted,
    note,
    print_json,
    print_table,
    printable,
    show_error,
)
from batos.cli.terminal.progress import CycleProgress
from batos.errors import (
    ApprovalPendingError,
    BatosError,
    CancelledError,
    ExitCode,
    KernelNotRunningError,
    QuestionPendingError,
    UsageError,
    near,
)
from batos.learning.model.ending import failure
from batos.learning.model.outcome import Delivery, Outcome, Reply
from batos.learning.model.question import Question
from batos.wire import KernelClient
from batos.wire.messages.methods import ConfirmMethod
from batos.wire.messages.objects import ListObjects, SendMessage, ShowObject
from batos.wire.messages.talk.approvals import Approve, ListChanges, Refuse, ShowChange
from batos.wire.messages.talk.missions import Ask
from batos.wire.messages.talk.questions import ListQuestions, ShowQuestion
from batos_client.handwork import Said, hand_commands, hand_sentences
from batos_client.help_text import HELP_TEXT
from batos_client.others import hear_others
from batos_client.words import command_words, split_drops, split_words

__all__ = ["Console"]

_ASK_USAGE = "Usage: /ask --drop-example NUMBER|all TEXT…"
_ANSWER_USAGE = "Usage: /answer [ID] NUMBER, /answer [ID] value JSON, /answer [ID] unknown"
_SEND_USAGE = "Usage: /send OBJECT SELECTOR ARGS…"
_LEAVE = ("/exit", "/quit")
_LONG = ("down", "engine", "serve", "tour", "up", "watchdog")
_TYPED = tuple(name for name in COMMANDS if name not in (*TALKS, *_LONG))
"""Commands of the command line that can be typed here as they are."""


class Console:
    """A conversation with one kernel.

    Args:
        client: The connection.
        receiver: Who learns.
        conversation: Where what is said is kept; nowhere where it is empty.
        as_json: Whether each request is answered by one JSON value in a line.
    """

    def __init__(
        self,
        client: KernelClient,
        *,
        receiver: str = "genesis",
        conversation: str = "",
        as_json: bool = False,
    ) -> None:
        self._client = client
        self._receiver = receiver
        self._conversation = conversation
        self._as_json = as_json
        self._commands: dict[str, Callable[[list[str]], Said]] = {
            "/help": self._help,
            "/send": self._send,
            "/show": self._show,
            "/objects": self._objects,
            "/to": self._to,
            "/approvals": self._approvals,
            "/approve": self._approve,
            "/refuse": self._refuse,
            "/questions": self._questions,
            "/answer": self._answer,
            "/confirm": self._confirm,
            **hand_commands(client),
        }
        # A sentence keeps its quotation marks.
        self._sentences: dict[str, Callable[[str], Said]] = {
            "/ask": self._ask_anew,
            **hand_sentences(client),
        }
        self._attended = False

    def interact(self, history: Path, runtime_dir: Path | None = None) -> int:
        """Talk on a terminal until the person leaves.

        Args:
            history: File of what was typed.
            runtime_dir: Folder of the kernel, where what others say in the conversation is shown.
        """
        self._attended = True  # whoever talks can be asked
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.history import FileHistory
        from prompt_toolkit.patch_stdout import patch_stdout

        history.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        words = WordCompleter([*self._names, *_LEAVE], sentence=True)
        session: PromptSession[str] = PromptSession(
            history=FileHistory(str(history)), completer=words, complete_while_typing=False
        )
        note("Talk to BAT OS. /help lists the commands, Ctrl-D leaves.")
        for line in running_models(self._client).lines():
            note(f"Model: {line}")
        if runtime_dir is not None and self._conversation:
            hear_others(runtime_dir, self._conversation, self._client.session)
        while True:
            try:
                with patch_stdout(raw=True):
                    line = session.prompt(f"{self._receiver}> ").strip()
            except KeyboardInterrupt:
                continue
            except EOFError:
                return ExitCode.OK
            if line in _LEAVE:
                return ExitCode.OK
            if line:
                try:
                    self._take(line)
                except KeyboardInterrupt:  # between two requests of a command
                    note("Stopped.")
                except KernelNotRunningError as error:
                    show_error(error)
                    return error.exit_code

    def read_lines(self, lines: Iterable[str]) -> int:
        """Take each line as a request; return the code of the first that failed."""
        first = int(ExitCode.OK)
        for line in lines:
            request = line.strip()
            if request in _LEAVE:
                break
            code = self._take(request) if request else ExitCode.OK
            if code == ExitCode.INTERRUPTED:
                return code
            first = first or code
        return first

    def _take(self, line: str) -> int:
        self._client.interrupted = False  # a Ctrl-C holds for the line before
        try:
            name = line.partition(" ")[0]
            if name not in self._own and name.removeprefix("/") in _TYPED:
                typed, rest = name.removeprefix("/"), line[len(name) :]
                return main([typed, *command_words(typed, rest), *["--json"] * self._as_json])
            value, show = self._command(line) if line.startswith("/") else self._ask(line)
            if self._as_json:
                print_json(value)
            else:
                show()
        except KernelNotRunningError:
            raise
        except BatosError as error:
            self._tell(error)
            return error.exit_code
        return ExitCode.OK

    @property
    def _names(self) -> list[str]:
        return list(dict.fromkeys([*self._own, *map("/{}".format, _TYPED)]))

    @property
    def _own(self) -> list[str]:
        return [*self._sentences, *self._commands]

    def _tell(self, error: BatosError) -> None:
        if self._as_json:
            print_json({"error": error_plain(error)})
        if isinstance(error, CancelledError):
            note("Stopped.")
        elif isinstance(error, QuestionPendingError):
            question = Question.from_plain(error.details["question"])
            print_question(question)
            note(f"It waits for your answer: /answer NUMBER (id {question.id}).")
        elif isinstance(error, ApprovalPendingError):
            self._pending(error)
        else:
            show_error(error)

    def _command(self, line: str) -> Said:
        name, _, rest = line.partition(" ")
        if name in self._sentences:
            return self._sentences[name](rest.strip())
        command = self._commands.get(name)
        if command is None:
            known = near(name, [*self._names, *_LEAVE])
            raise UsageError(f"There is no command {name!r}.", hint=known or "/help lists them.")
        return command(split_words(rest))

    def _pending(self, pending: ApprovalPendingError) -> None:
        """Show what waits, and say what can be done about it."""
        number = str(pending.details.get("cycle", ""))
        print_change(self._client.request(ShowChange(number)))
        note(f"{pending.message} /approve installs it, /refuse does not (id {number}).")

    def _ask_anew(self, text: str) -> Said:
        """Ask in plain language, with examples of the present version that are taken off."""
        off, sentence = split_drops(text)
        if not sentence:
            raise UsageError("There is nothing to ask.", hint=_ASK_USAGE)
        return self._ask(sentence, drop_examples=off)

    def _ask(self, text: str, *, drop_examples: Sequence[str] = ()) -> Said:
        asked = Ask(
            text,
            self._receiver,
            drop_examples=tuple(drop_examples),
            conversation=self._conversation,
            attended=self._attended,
        )
        with CycleProgress() as progress:
            answer = self._client.request(asked, on_event=progress)
        if answer.kind == "confirm":
            answer = let_confirm(self._client, asked, answer)
        if answer.outcome is not None and answer.kind == "question" and self._attended:
            outcome = let_answer(self._client, answer.outcome).outcome
            answer = replace(answer, kind="learned", outcome=outcome)
        if answer.outcome is not None and not answer.outcome.complete:
            raise failure(answer.outcome)
        return answer, lambda: self._print(answer)

    @staticmethod
    def _print(answer: Reply) -> None:
        if answer.kind == "value":
            note(told_call(answer))
            print_json(answer.value)
        elif answer.outcome is not None:
            _tell_learned(answer.outcome)
        else:
            who = f"{answer.persona.upper()}: " if answer.persona else ""
            click.echo(fitted(printable(f"{who}{answer.text}"), sys.stdout))

    @staticmethod
    def _help(words: list[str]) -> Said:
        del words
        return HELP_TEXT, lambda: note(HELP_TEXT)

    def _send(self, words: list[str]) -> Said:
        learn = words[:1] == ["--learn"] or None
        words = words[1:] if learn else words
        if len(words) < 2:
            raise UsageError("A message needs an object and a selector.", hint=_SEND_USAGE)
        receiver, selector, *rest = words
        args, kwargs = read_arguments(rest)
        answer = self._delivered(SendMessage(selector, receiver, tuple(args), kwargs, learn))
        return answer, lambda: print_json(answer.value)

    def _delivered(self, message: SendMessage) -> Delivery:
        message.attended = self._attended
        while True:
            try:
                with CycleProgress() as progress:
                    return self._client.request(message, on_event=progress)
            except QuestionPendingError as pending:
                if not self._attended:
                    raise
                let_answer(self._client, Outcome.from_plain(pending.details))

    def _approvals(self, words: list[str]) -> Said:
        del words
        rows = self._client.request(ListChanges()).changes
        columns = ["id", "address", "mission"]
        return rows, lambda: print_table(columns, rows, "Nothing waits for your word.")

    def _approve(self, words: list[str]) -> Said:
        done = self._client.request(Approve(self._waiting(words)))
        if not done.message:
            return done, lambda: _tell_learned(done.outcome)
        if not self._as_json:
            _tell_learned(done.outcome)  # it stays, whatever comes of the message
        answer = self._delivered(SendMessage.of(done.message))
        told = {"outcome": done.outcome, "message": done.message, "answer": answer}
        return told, lambda: print_json(answer.value)

    def _refuse(self, words: list[str]) -> Said:
        asked = Refuse(self._waiting(words), reason=" ".join(words[1:]))
        outcome = self._client.request(asked).outcome
        said = f"{outcome.address} is refused; nothing was installed."
        return {"outcome": outcome}, lambda: note(said)

    def _waiting(self, words: list[str]) -> str:
        """Return the change that is meant: the one that is named, or the only one there is.

        Raises:
            UsageError: Several wait, or none.
        """
        if words:
            return words[0]
        rows = self._client.request(ListChanges()).changes
        if len(rows) == 1:
            return str(rows[0]["id"])
        raise UsageError(
            "Several changes wait for your word." if rows else "Nothing waits for your word.",
            hint="/approvals lists them; name the one you mean." if rows else "",
        )

    def _questions(self, words: list[str]) -> Said:
        del words
        rows = self._client.request(ListQuestions()).questions
        lines = [{**row, "question": row["wording"]} for row in rows]
        columns = ["id", "address", "question"]
        return rows, lambda: print_table(columns, lines, "Nothing is asked.")

    def _answer(self, words: list[str]) -> Said:
        named = len(words) > 1 and words[0] != "value"
        number = words.pop(0) if named else self._only_question()
        question = Question.from_plain(self._client.request(ShowQuestion(number))["question"])
        match words:
            case ["unknown"]:
                given = read_answer(question, None, None, None, unknown=True)
            case ["value", value]:
                given = read_answer(question, None, value, None, unknown=False)
            case [choice]:
                given = read_answer(question, choice, None, None, unknown=False)
            case _:
                raise UsageError("There is no answer.", hint=_ANSWER_USAGE)
        done = answer_question(self._client, given)
        if not done.outcome.complete:
            raise failure(done.outcome)
        return done, lambda: _tell_learned(done.outcome)

    def _only_question(self) -> str:
        """Return the only question that is open.

        Raises:
            UsageError: Several are, or none is.
        """
        rows = self._client.request(ListQuestions()).questions
        if len(rows) == 1:
            return str(rows[0]["id"])
        raise UsageError(
            "You are asked several things." if rows else "Nothing is asked.",
            hint="/questions lists them; name the one you mean." if rows else "",
        )

    def _confirm(self, words: list[str]) -> Said:
        if len(words) != 1:
            raise UsageError("A method is named: OBJECT.SELECTOR.")
        done = self._client.request(ConfirmMethod(words[0]))
        said = "now, by your word" if done["changed"] else "already"
        return done, lambda: note(f"{done['address']} is proven {said}.")

    def _show(self, words: list[str]) -> Said:
        address = words[0] if words else self._receiver
        found = self._client.request(ShowObject(address))
        return found, lambda: print_description(found)

    def _objects(self, words: list[str]) -> Said:
        del words
        rows = self._client.request(ListObjects()).objects
        return rows, lambda: print_table(["name", "methods"], rows, "")

    def _to(self, words: list[str]) -> Said:
        if words:
            self._client.request(ShowObject(words[0]))
            self._receiver = words[0]
        said = f"{self._receiver} learns what you ask for."
        return {"receiver": self._receiver}, lambda: note(said)


def _tell_learned(outcome: Outcome) -> None:
    click.echo(f"Learned {outcome.address}{outcome.signature}")
    note_version(outcome)
    note_trust(outcome)
