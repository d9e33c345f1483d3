"""``memory``: a hundred thousand passages, and finding the right one of the project's own pages."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from batos.config import load_config
from batos.errors import BatosError
from batos.guardian.running.run import GuardedRunner
from batos.image import Root, Session
from batos.inference import CancelToken, LocalThinker
from batos.memory import Document, Embedding, KnowledgeCatalog, VectorSpace
from batos.memory.fractal import FractalMemory
from batos.memory.hybrid import fused, hybrid_search
from batos.memory.vectors import Meaning, VectorShelf
from batos.plugins import load_plugins
from batos.plugins.embedders import lender, local_embedding
from benchmarks.homes import environment, temporary_folder
from benchmarks.results import Figure, Options, Result
from benchmarks.timing import in_turns, median_ratio, seconds_of, share

if TYPE_CHECKING:
    from batos.memory.embedding import Matrix

__all__ = ["MadeTexts", "Peer", "questions", "run"]

_PASSAGES, _WORDS, _VOCABULARY, _TOPICS = 100_000, 60, 30_000, 2_000
_QUERIES, _LIMIT, _DEPTH = 100, 10, 50
_BATCH = 1_000
_SPACE = VectorSpace(embedder="made", model="topics", dimension=384)
_ABOUT = (
    f"Texts of {_WORDS} words are made, as frequent as words are (Zipf); vectors are made around "
    f"{_TOPICS} topics. The peer is SQLite FTS5 (the words in any number, BM25) and a numpy scan "
    "of all vectors in float32, fused alike; both get the query's vector."
)
_DOCS = Path(__file__).parents[1] / "docs"
_PAGES = ("how-to", "explanation", "plugins")


def run(options: Options) -> Result:
    """Fill an image, search in it beside a peer, and ask questions about the project's pages."""
    count = options.pick(_PASSAGES, _PASSAGES // 50)
    made = MadeTexts(count)
    with temporary_folder() as folder:
        small, large = folder / "small.fs", folder / "large.fs"
        _fill(small, made, 100, options)
        written_s = seconds_of(lambda: _fill(large, made, count, options))
        opened = in_turns({"large": partial(_open_s, large), "small": partial(_open_s, small)}, 7)
        session = _session(large)
        try:
            found = _search(session, made, options)
        finally:
            session.close()
        size = large.stat().st_size
        figures = [
            *found,
            Figure(
                name=f"opening {count} passages, by opening 100",
                value=median_ratio(opened["large"], opened["small"]),
                unit="times",
                below=1.5,
            ),
            Figure(name="bytes a passage, packed", value=size / count, unit="bytes"),
            Figure(name="of that its text", value=made.text_bytes / count, unit="bytes"),
            Figure(
                name="documents indexed, without an embedder", value=count / written_s, unit="/s"
            ),
        ]
        notes = [_ABOUT]
        try:
            figures += _with_embedder(folder, options)
        except BatosError as error:
            notes.append(f"Nothing is embedded: {error.message}")
    return Result(
        name="memory",
        figures=tuple(figures),
        facts={"passages": count, "dimension": _SPACE.dimension},
        notes=tuple(notes),
    )


class MadeTexts:
    """Texts and vectors that are made, the same ones each time.

    Args:
        count: How many.
    """

    def __init__(self, count: int) -> None:
        rng, numbers = random.Random(7), np.random.default_rng(7)
        self._words = [
            "".join(rng.choice("bcdfglmnprst") + rng.choice("aeiou") for _ in range(2 + n % 3))
            for n in range(_VOCABULARY)
        ]
        self._shares = 1 / np.arange(1, _VOCABULARY + 1)
        self._shares /= self._shares.sum()
        self._numbers = numbers
        self._centres = _units(numbers.standard_normal((_TOPICS, _SPACE.dimension)))
        self.texts = [self._text(_WORDS) for _ in range(count)]
        self.vectors = self._near(count)
        self.text_bytes = sum(map(len, self.texts))

    def queries(self, count: int) -> list[tuple[str, Matrix]]:
        """Return queries: six words each, and what they mean."""
        return list(zip([self._text(6) for _ in range(count)], self._near(count), strict=True))

    def _text(self, words: int) -> str:
        chosen = self._numbers.choice(_VOCABULARY, size=words, p=self._shares)
        return " ".join(self._words[each] for each in chosen)

    def _near(self, count: int) -> Matrix:
        topics = self._numbers.integers(_TOPICS, size=count)
        noise = self._numbers.standard_normal((count, _SPACE.dimension)) / _SPACE.dimension**0.5
        return _units(self._centres[topics] + noise)


class Peer:
    """What a program would put together that has no memory: SQLite FTS5, and a scan with numpy.

    Args:
        made: The texts.
    """

    def __init__(self, made: MadeTexts) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter')")
        self._database.executemany(
            "INSERT INTO passages(rowid, text) VALUES (?, ?)", enumerate(made.texts)
        )
        self._vectors = made.vectors

    def search(self, text: str, vector: Matrix) -> list[str]:
        """Return the best texts by words and by meaning, fused."""
        words = self._database.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(text.split()), _DEPTH),
        )
        ranked = [[str(row) for (row,) in words], list(map(str, self.nearest(vector, _DEPTH)))]
        best = [int(key) for key, _ in fused(ranked)[:_LIMIT]]
        marks = ",".join("?" * len(best))
        rows = self._database.execute(f"SELECT text FROM passages WHERE rowid IN ({marks})", best)
        return [row for (row,) in rows]

    def nearest(self, vector: Matrix, limit: int) -> list[int]:
        """Return the numbers of the nearest vectors, exactly."""
        likeness = self._vectors @ vector
        best = np.argpartition(likeness, -limit)[-limit:]
        return [int(each) for each in best[np.argsort(-likeness[best])]]


def _units(rows: Any) -> Matrix:
    units: Matrix = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return units


def _session(file: Path) -> Session:
    runner = GuardedRunner()  # one for all transactions, as a living image has
    return Session(str(file), lambda: runner)


def _fill(file: Path, made: MadeTexts, count: int, options: Options) -> None:
    session = _session(file)
    try:
        session.change(_begin, note="begin")
        for start in range(0, count, _BATCH):
            numbers = range(start, min(start + _BATCH, count))
            session.change(partial(_put, made=made, numbers=numbers), note="passages")
            if start % (10 * _BATCH) == 0:
                options.say(f"{start} of {count} passages are in")
        session.database.pack()
    finally:
        session.close()


def _begin(root: Root) -> None:
    root.memory["library"] = KnowledgeCatalog()


def _put(root: Root, made: MadeTexts, numbers: Iterable[int]) -> None:
    catalog: KnowledgeCatalog = root.memory["library"]
    of = [(f"p{number}", f"\n{made.texts[number]}") for number in numbers]
    for (key, _), number in zip(of, numbers, strict=True):
        catalog.add(Document(key, "document", "", made.texts[number], {"source": "made"}))
    catalog.put_vectors(_SPACE, of, [made.vectors[number] for number in numbers])


def _open_s(file: Path) -> float:
    """Return how long it takes until something can be read; what the close takes is no part."""
    begun = time.perf_counter()
    session = _session(file)
    with session.read() as root:
        assert len(root.memory["library"])
    seconds = time.perf_counter() - begun
    session.close()
    return seconds


def _search(session: Session, made: MadeTexts, options: Options) -> list[Figure]:
    queries = made.queries(options.pick(_QUERIES, 20))
    options.say("the peer takes the passages in")
    peer, shelf = Peer(made), VectorShelf()

    def ours(text: str, vector: Matrix) -> list[Any]:
        meaning = Meaning(_SPACE, vector.tolist(), shelf)
        with session.read() as root:
            return list(hybrid_search([root.memory["library"]], text, meaning=meaning))

    first_s = seconds_of(lambda: ours(*queries[0]))
    for text, vector in queries[: len(queries) // 5]:
        ours(text, vector)
        peer.search(text, vector)
    options.say("searching")
    took: dict[str, list[float]] = {"ours": [], "peer": []}
    for text, vector in queries:
        sides = {
            "ours": partial(_seconds, ours, text, vector),
            "peer": partial(_seconds, peer.search, text, vector),
        }
        turn = in_turns(sides, 2)
        for side, seconds in turn.items():
            took[side].append(median(seconds))
    ours_s, peer_s = median(took["ours"]), median(took["peer"])
    right = 0
    for _, vector in queries:
        exact = {f"p{number}" for number in peer.nearest(vector, _LIMIT)}
        with session.read() as root:
            catalog = root.memory["library"]
            near = catalog.by_meaning(Meaning(_SPACE, vector.tolist(), shelf), _LIMIT)
            right += len(exact & {catalog.by_number(number).key for number, _ in near})
    return [
        Figure(
            name="hybrid search, median, by that of FTS5 and a scan",
            value=ours_s / peer_s,
            unit="times",
            below=1.0,
        ),
        Figure(
            name="recall@10 of meaning, beside the exact scan",
            value=right / (_LIMIT * len(queries)),
            unit="%",
            at_least=0.99,
        ),
        Figure(name="hybrid search, median", value=ours_s * 1000, unit="ms"),
        Figure(name="the peer's, median", value=peer_s * 1000, unit="ms"),
        Figure(name="the first search after a start", value=first_s * 1000, unit="ms"),
    ]


def _seconds(search: Any, text: str, vector: Matrix) -> float:
    return seconds_of(lambda: search(text, vector))


@dataclass
class _Timed:
    """An embedding that notes how long it took."""

    inner: Embedding
    seconds: float = 0.0

    def space(self) -> VectorSpace:
        return self.inner.space()

    def vectors(self, texts: Sequence[str], cancel: CancelToken) -> Matrix:
        begun = time.perf_counter()
        try:
            return self.inner.vectors(texts, cancel)
        finally:
            self.seconds += time.perf_counter() - begun


def _with_embedder(folder: Path, options: Options) -> Iterator[Figure]:
    loaded = load_config({}, environment(folder / "home"))
    embedding = _Timed(local_embedding(loaded, load_plugins(), lender(LocalThinker({}, {}))))
    space = embedding.space()
    session = _session(folder / "pages.fs")
    memory = FractalMemory(session, embedding)
    try:
        options.say(f"reading the project's own pages with {space.label}")
        begun = time.perf_counter()
        passages = 0
        for page in _pages()[:: options.pick(1, 10)]:
            added = memory.add_content(page, (_DOCS / page).read_bytes())
            passages += added.passages
        total = time.perf_counter() - begun
        yield Figure(
            name=f"ingest of {passages} passages, by the embedder alone",
            value=share(embedding.seconds, total),
            unit="%",
            at_least=0.8,
        )
        yield Figure(name="passages taken in", value=passages / total, unit="/s")
        options.say("asking fifty questions")
        hits = {by: _hits_at_3(memory, by) for by in ("both", "words", "meaning")}
        better = max(hits["words"], hits["meaning"])
        yield Figure(name="hit@3 of both", value=hits["both"], unit="%", at_least=better)
        yield Figure(name="hit@3 of words alone", value=hits["words"], unit="%")
        yield Figure(name="hit@3 of meaning alone", value=hits["meaning"], unit="%")
    finally:
        session.close()


def questions() -> list[tuple[str, str]]:
    """Return questions about the project, and the page under ``docs`` that answers each."""
    lines = Path(__file__).with_name("questions.jsonl").read_text("utf-8").splitlines()
    return [(each["question"], each["page"]) for each in map(json.loads, lines)]


def _pages() -> list[str]:
    found = (file for folder in _PAGES for file in sorted((_DOCS / folder).glob("*.md")))
    return [file.relative_to(_DOCS).as_posix() for file in found]


def _hits_at_3(memory: FractalMemory, by: str) -> float:
    asked = questions()
    right = 0
    for question, page in asked:
        found, _ = memory.search(question, limit=3, by=by)
        right += page in {each.source for each in found}
    return right / len(asked)
