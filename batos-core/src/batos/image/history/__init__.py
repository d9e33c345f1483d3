"""What happened to the methods of an image: who installed, took back and brought back what.

Versions of methods are data: an event refers to the method before and after it, so that both
stay in the image when its storage is packed.
"""

from batos.image.history.events import (
    MARKS,
    Event,
    event_of,
    events_of,
    holders_with_events,
    install,
    latest_events,
    note_mark,
    selectors_with_events,
)
from batos.image.history.transactions import Transaction, made_by, transactions, undo_transaction
from batos.image.history.undoing import (
    Change,
    Changes,
    bring_back,
    changes_of,
    latest_redoable,
    latest_undoable,
    method_of_event,
    take_back,
    versions_of,
)
from batos.image.history.usage import Tally, Usage, UsageCounter, usage_of

__all__ = [
    "MARKS",
    "Change",
    "Changes",
    "Event",
    "Tally",
    "Transaction",
    "Usage",
    "UsageCounter",
    "bring_back",
    "changes_of",
    "event_of",
    "events_of",
    "holders_with_events",
    "install",
    "latest_events",
    "latest_redoable",
    "latest_undoable",
    "made_by",
    "method_of_event",
    "note_mark",
    "selectors_with_events",
    "take_back",
    "transactions",
    "undo_transaction",
    "usage_of",
    "versions_of",
]
