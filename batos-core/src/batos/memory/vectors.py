"""Vectors in the image: packed in blocks, and beside them as one array in memory.

In the image a vector is half-precision floats, 770 bytes at 384 dimensions: what that rounds off
is a hundredth of the difference between neighbours. A search compares with all of them, exactly;
at a hundred thousand that takes as long as reading them once.
"""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from BTrees.IIBTree import IIBTree, IITreeSet
from BTrees.IOBTree import IOBTree
from BTrees.Length import Length
from persistent import Persistent

from batos.memory.embedding import VectorSpace

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from batos.memory.embedding import Matrix

    Numbers: TypeAlias = NDArray[np.int32]

__all__ = ["Meaning", "VectorBlock", "VectorIndex", "VectorShelf"]

_ROWS = 128
"""Vectors of a block: a record of 100 KB, which a single new one writes anew."""
_NOBODY = -2.0
"""A likeness below any that there is."""
_ARRAYS = 4
"""Indexes that are kept in memory: those of two catalogs, also while they get other vectors."""


class VectorBlock(Persistent):
    """Some vectors.

    Attributes:
        numbers: Whose they are, 0 where a row is free: 32-bit integers.
        rows: They, half-precision floats, row after row; zeros where a row is free.
    """

    def __init__(self, numbers: bytes, rows: bytes) -> None:
        self.numbers = numbers
        self.rows = rows


class VectorIndex(Persistent):
    """The vectors of one space, by the numbers of what they stand for.

    Attributes:
        stamp: Another one after each change.
    """

    def __init__(self, space: VectorSpace) -> None:
        self._space = space.to_plain()
        self.stamp = secrets.randbits(62)
        self._homes = IIBTree()  # number: block
        self._blocks = IOBTree()  # block: (stamp, VectorBlock)
        self._roomy = IITreeSet()  # blocks with free rows
        self._count = Length()

    def __len__(self) -> int:
        return int(self._count())

    def __contains__(self, number: int) -> bool:
        return number in self._homes

    @property
    def space(self) -> VectorSpace:
        """The space."""
        return VectorSpace(**self._space)

    @property
    def homes(self) -> Any:
        """The numbers that have a vector, as the keys of a tree."""
        return self._homes

    def blocks(self) -> Iterator[tuple[int, int, VectorBlock]]:
        """Yield each block with its number and its stamp; none is loaded by that."""
        for number, (stamp, block) in self._blocks.items():
            yield number, stamp, block

    def put(self, vectors: Mapping[int, Sequence[float]]) -> None:
        """Give numbers their vectors, or others than they had.

        Args:
            vectors: They, each of length one.
        """
        import numpy as np

        self.remove(number for number in vectors if number in self._homes)
        waiting = list(vectors.items())
        while waiting:
            home = self._roomy.minKey() if self._roomy else self._new_block()
            numbers, rows = self._opened(home)
            free = np.flatnonzero(numbers == 0)
            taken, waiting = waiting[: len(free)], waiting[len(free) :]
            for place, (number, vector) in zip(free, taken, strict=False):
                numbers[place] = number
                rows[place] = vector
                self._homes[number] = home
            self._count.change(len(taken))
            self._keep(home, numbers, rows)

    def remove(self, numbers: Iterable[int]) -> None:
        """Forget vectors; their bytes are overwritten."""
        import numpy as np

        by_home = defaultdict(list)
        for number in numbers:
            home = self._homes.get(number)
            if home is not None:
                by_home[home].append(number)
        for home, gone in by_home.items():
            known, rows = self._opened(home)
            places = np.isin(known, np.asarray(gone, dtype=np.int32))
            known[places], rows[places] = 0, 0
            for number in gone:
                del self._homes[number]
            self._count.change(-len(gone))
            self._keep(home, known, rows)

    def faults(self) -> Iterator[str]:
        """Yield where numbers and blocks do not agree, as sentences."""
        import numpy as np

        found: dict[int, int] = {}
        for home, _, block in self.blocks():
            numbers = np.frombuffer(block.numbers, dtype=np.int32)
            found.update((int(number), home) for number in numbers[numbers != 0])
            if len(block.rows) != 2 * self.space.dimension * len(numbers):
                yield f"Block {home} of the vectors is not as long as its numbers say."
            block._p_deactivate()
        if found != dict(self._homes.items()) or len(found) != len(self):
            yield f"The vectors of {self.space.label} are not where the index says."

    def _new_block(self) -> int:
        home = self._blocks.maxKey() + 1 if self._blocks else 1
        self._blocks[home] = (0, VectorBlock(b"", b""))
        self._roomy.insert(home)
        return home

    def _opened(self, home: int) -> tuple[Any, Any]:
        import numpy as np

        _, block = self._blocks[home]
        numbers = np.zeros(_ROWS, dtype=np.int32)
        rows = np.zeros((_ROWS, self.space.dimension), dtype=np.float16)
        if block.numbers:
            numbers[:] = np.frombuffer(block.numbers, dtype=np.int32)
            rows[:] = np.frombuffer(block.rows, dtype=np.float16).reshape(rows.shape)
        return numbers, rows

    def _keep(self, home: int, numbers: Any, rows: Any) -> None:
        self.stamp = secrets.randbits(62)
        if not numbers.any():
            del self._blocks[home]
            self._roomy.discard(home)
            return
        _, block = self._blocks[home]
        block.numbers, block.rows = numbers.tobytes(), rows.tobytes()
        self._blocks[home] = (self.stamp, block)
        if numbers.all():
            self._roomy.discard(home)
        else:
            self._roomy.insert(home)


class VectorShelf:
    """The vectors of indexes as arrays in memory, brought up to date block by block.

    It belongs to a process, and serves the transactions of all its threads: each finds in it what
    its own view of the image holds.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrays: dict[Any, _Array] = {}

    def nearest(
        self, index: VectorIndex, vector: Sequence[float], limit: int
    ) -> list[tuple[int, float]]:
        """Return the numbers of the vectors that are nearest to one, and their cosines.

        Args:
            index: The index, as the running transaction sees it.
            vector: Of length one.
            limit: How many at most.
        """
        key = index._p_oid or id(index)
        with self._lock:
            array = self._arrays.pop(key, None) or _Array(index.space.dimension)
            self._arrays[key] = array
            while len(self._arrays) > _ARRAYS:
                del self._arrays[next(iter(self._arrays))]
            array.follow(index)
            return array.nearest(vector, min(limit, len(index)))


class _Array:
    """One index as an array; what is changed of it in the image is read anew."""

    def __init__(self, dimension: int) -> None:
        import numpy as np

        self._stamp = 0
        self._stamps: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._free: list[int] = []
        self._numbers: Numbers = np.zeros(0, dtype=np.int32)
        self._rows: Matrix = np.zeros((0, dimension), dtype=np.float32)

    def nearest(self, vector: Sequence[float], limit: int) -> list[tuple[int, float]]:
        import numpy as np

        if limit < 1:
            return []
        likeness = self._rows @ np.asarray(vector, dtype=np.float32)
        likeness[self._numbers == 0] = _NOBODY
        best = np.argpartition(likeness, -limit)[-limit:]
        found = zip(self._numbers[best].tolist(), likeness[best].tolist(), strict=True)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def follow(self, index: VectorIndex) -> None:
        """Become what an index is now."""
        if index.stamp == self._stamp:
            return
        blocks = {number: (stamp, block) for number, stamp, block in index.blocks()}
        for gone in self._stamps.keys() - blocks.keys():
            place = self._places.pop(gone)
            self._numbers[place : place + _ROWS] = 0
            self._free.append(place)
            del self._stamps[gone]
        self._grow(len(blocks) - len(self._places) - len(self._free))
        for number, (stamp, block) in blocks.items():
            if self._stamps.get(number) != stamp:
                if number not in self._places:
                    self._places[number] = self._free.pop()
                self._read(self._places[number], block)
                self._stamps[number] = stamp
        self._stamp = index.stamp

    def _grow(self, lacking: int) -> None:
        import numpy as np

        if lacking <= 0:
            return
        held = len(self._numbers)
        # A quarter more, so that what grows by a block at a time is not copied each time.
        more = max(lacking, held // _ROWS // 4) * _ROWS
        self._numbers = np.concatenate((self._numbers, np.zeros(more, dtype=np.int32)))
        empty = np.zeros((more, self._rows.shape[1]), dtype=np.float32)
        self._rows = np.concatenate((self._rows, empty)) if held else empty
        self._free += range(held, held + more, _ROWS)

    def _read(self, place: int, block: VectorBlock) -> None:
        import numpy as np

        rows = slice(place, place + _ROWS)
        self._numbers[rows] = np.frombuffer(block.numbers, dtype=np.int32)
        self._rows[rows] = np.frombuffer(block.rows, dtype=np.float16).reshape(_ROWS, -1)
        block._p_deactivate()  # the array has it now


@dataclass(frozen=True)
class Meaning:
    """What a text means, to be searched for.

    Attributes:
        space: Where its vector is at home.
        vector: It, of length one.
        shelf: Keeps the vectors that it is compared with.
    """

    space: VectorSpace
    vector: Sequence[float]
    shelf: VectorShelf
