"""Where the objects live: storage by URI, transactions, and the containers of the root."""

from batos.image.root import FORMAT, Root, create_root
from batos.image.session import Session, SessionMetrics
from batos.image.storage import file_of, open_database

__all__ = [
    "FORMAT",
    "Root",
    "Session",
    "SessionMetrics",
    "create_root",
    "file_of",
    "open_database",
]
