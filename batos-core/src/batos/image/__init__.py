"""Where the objects live: storage by URI, transactions, and the containers of the root."""

from batos.image.metrics import SessionMetrics
from batos.image.root import FORMAT, Root, create_root
from batos.image.session import Session
from batos.image.storage import file_of, open_database
from batos.image.storage_errors import storage_errors

__all__ = [
    "FORMAT",
    "Root",
    "Session",
    "SessionMetrics",
    "create_root",
    "file_of",
    "open_database",
    "storage_errors",
]
