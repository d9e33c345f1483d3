"""How large an image is and what it has seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

import msgspec

from batos.care import MissingEnd
from batos.image import Session
from batos.image.past import ahead_of
from batos.image.walk import count_methods
from batos.learning.model.commands import Reader
from batos.learning.records.questions import all_questions
from batos.learning.records.tallies import read_tally
from batos.memory.catalogs import kinds_of
from batos.stewardship.retention.sizes import sizes_of
from batos.wire.messages.care import MissingEndLine
from batos.wire.messages.image import ImageState, SessionSeen

__all__ = ["status_of"]


def status_of(session: Session, *, interrupted: int, torn: Iterable[MissingEnd]) -> ImageState:
    """Return how large an image is and what it has seen.

    Args:
        session: The image.
        interrupted: How many cycles were left in the middle.
        torn: What is missing at the end of its file.
    """
    with session.read() as root:
        methods = count_methods(root)
        sizes = sizes_of(session, methods)
        return {
            "image": session.public_uri,
            "born": root.meta["born"],
            "objects": len(root.objects),
            "methods": methods,
            "documents": kinds_of(root),
            "cycles": read_tally(root, "cycles"),
            "trail": read_tally(root, "trail"),
            "sentences": {reader: read_tally(root, reader) for reader in get_args(Reader)},
            "interrupted": interrupted,
            "torn": [msgspec.convert(end.to_plain(), MissingEndLine) for end in torn],
            "ahead": ahead_of(session.database.lastTransaction()),
            "waiting": len(root.waiting),
            "questions": sum(1 for _ in all_questions(root)),
            "bytes": sizes["bytes"],
            "blob_bytes": sizes["blob_bytes"],
            "bytes_per_method": sizes["bytes_per_method"],
            "commits": session.metrics.commits,
            "conflicts": session.metrics.conflicts,
            "session": msgspec.convert(session.metrics.to_plain(), SessionSeen),
        }
