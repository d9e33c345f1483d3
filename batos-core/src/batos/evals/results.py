"""Results: what came of each mission, as JSON lines that grow while they come."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self, TypeAlias

from batos.as_json import json_line
from batos.errors import DiskError, UsageError

__all__ = ["Result", "ResultFile", "Status", "settings_digest"]

Status: TypeAlias = Literal["right", "wrong", "failed", "open", "invalid"]
Judged: TypeAlias = Literal["right", "wrong", ""]


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one line.

    Attributes:
        id: Name of the mission.
        line: Number of the line.
        digest: Names the text of the line.
        kind: Its kind; empty for a line that is no mission.
        status: ``right`` or ``wrong`` when a method was installed, by the hidden cases, and for
            every request; ``failed``; ``open`` when nothing was installed and a question waits
            for a person; ``invalid`` for no mission.
        trust: ``proven`` or ``tentative`` when a method was installed.
        confidence: How sure the cycle was of it, 0 to 1; None where it does not say.
        origin: Where the method comes from, such as ``written`` or ``delegated``.
        problem: Why it is wrong, or failed, or is no mission.
        question: Whether a question was left open, also beside an installed method.
        asked: Questions that were answered: ``question`` and ``answer``, each as text.
        raw: Whether the bare model's likeliest answer is right; empty when it was not asked.
        raw_problem: Why it is not.
        model_calls: Completions of the cycle.
        prompt_tokens: Tokens of their prompts.
        completion_tokens: Tokens of their answers.
        seconds: How long the cycle took.
        model_seconds: Seconds of it in the model.
        trial_seconds: Seconds of it in trials.
        source: The installed method.
        command: For a request, what it means.
        reader: For a request, who has read it: ``rules``, ``model`` or ``fallback``.
        unasked: For a request, whether something would change that nobody has asked for.
    """

    id: str
    line: int
    digest: str = ""
    kind: str = ""
    status: Status
    trust: str = ""
    confidence: float | None = None
    origin: str = ""
    problem: str = ""
    question: bool = False
    asked: tuple[Mapping[str, str], ...] = ()
    raw: Judged = ""
    raw_problem: str = ""
    model_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    model_seconds: float = 0.0
    trial_seconds: float = 0.0
    source: str = ""
    command: str = ""
    reader: str = ""
    unasked: bool = False

    @property
    def is_measured(self) -> bool:
        """Whether it counts."""
        return self.status != "invalid"

    def to_plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"type": "mission", **asdict(self), "asked": [dict(each) for each in self.asked]}


def settings_digest(settings: Mapping[str, Any]) -> str:
    """Return what names settings, 12 hex digits."""
    text = json.dumps(settings, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass
class ResultFile:
    """A file that results are added to, and continued from.

    A file may hold the results of several settings; each line names its own. What was cut off by
    the end of a process is passed over.

    Args:
        path: The file; None keeps nothing.
        settings: What the results depend on.

    Attributes:
        done: Results that the file holds for these settings, by the digests of their lines.
    """

    path: Path | None
    settings: Mapping[str, Any]
    done: dict[str, Result] = field(default_factory=dict)
    _stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        """Read what is there, and open the file.

        Raises:
            UsageError: It cannot be read or written.
        """
        if self.path is None:
            return self
        try:
            present = self.path.read_bytes() if self.path.exists() else b""
            self._stream = self.path.open("ab")
            if present and not present.endswith(b"\n"):
                self._stream.write(b"\n")
        except OSError as problem:
            why = problem.strerror or str(problem)
            raise UsageError(f"The results {str(self.path)!r} cannot be used: {why}.") from problem
        name = self.name
        is_known = False
        for line in present.splitlines():
            try:
                plain = json.loads(line)
            except ValueError:
                continue
            if isinstance(plain, dict) and plain.get("settings") == name:
                is_known = True
                if plain.get("type") == "mission":
                    self._take(plain)
        if not is_known:
            self._write({"type": "settings", "settings": name, **self.settings})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._stream is not None:
            self._stream.close()

    @property
    def name(self) -> str:
        """What names the settings."""
        return settings_digest(self.settings)

    def add(self, result: Result) -> None:
        """Keep a result; it is on the disk when this returns.

        Raises:
            DiskError: It cannot be written.
        """
        self.done[result.digest] = result
        self._write({**result.to_plain(), "settings": self.name})

    def _write(self, plain: Mapping[str, Any]) -> None:
        if self._stream is None:
            return
        try:
            self._stream.write(json_line(plain).encode("utf-8", "backslashreplace") + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as problem:
            raise DiskError(problem) from problem

    def _take(self, plain: Mapping[str, Any]) -> None:
        known = {each.name for each in fields(Result)}
        values = {name: value for name, value in plain.items() if name in known}
        values["asked"] = tuple(values.get("asked", ()))
        try:
            result = Result(**values)
        except TypeError:  # of another version
            return
        self.done[result.digest] = result
