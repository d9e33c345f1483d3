"""What happened in an image: who learned, made, changed, took back and brought back what.

Versions of methods are data: an event refers to the method before and after it, so that both
stay in the image when its storage is packed.
"""

from batos.image.history.events import (
    MARKS,
    Event,
    event_of,
    events_of,
    holders_with_events,
    latest_events,
    selectors_with_events,
)
from batos.image.history.noting import install, note_mark, put_back
from batos.image.history.shapes import (
    ABSENT,
    ShapeEvent,
    check_unneeded,
    is_gone,
    reshape,
    was_called,
)
from batos.image.history.tested import (
    TESTS_NOTE,
    LastTest,
    forget_lost,
    last_test,
    note_tests,
    number_of,
)
from batos.image.history.transactions import (
    READ_NOTE,
    Transaction,
    made_by,
    transactions,
    undo_transaction,
)
from batos.image.history.undoing import (
    Change,
    Changes,
    bring_back,
    changes_of,
    companions,
    latest_redoable,
    latest_undoable,
    method_of_event,
    take_back,
    versions_of,
)
from batos.image.history.usage import (
    MessageUsage,
    Usage,
    UsageCounter,
    carry_over,
    lifetime_of,
    usage_of,
)

__all__ = [
    "ABSENT",
    "MARKS",
    "READ_NOTE",
    "TESTS_NOTE",
    "Change",
    "Changes",
    "Event",
    "LastTest",
    "MessageUsage",
    "ShapeEvent",
    "Transaction",
    "Usage",
    "UsageCounter",
    "bring_back",
    "carry_over",
    "changes_of",
    "check_unneeded",
    "companions",
    "event_of",
    "events_of",
    "forget_lost",
    "holders_with_events",
    "install",
    "is_gone",
    "last_test",
    "latest_events",
    "latest_redoable",
    "latest_undoable",
    "lifetime_of",
    "made_by",
    "method_of_event",
    "note_mark",
    "note_tests",
    "number_of",
    "put_back",
    "reshape",
    "selectors_with_events",
    "take_back",
    "transactions",
    "undo_transaction",
    "usage_of",
    "versions_of",
    "was_called",
]
