"""``history.*`` and ``past.*``: what happened to methods, and the image as it was."""

from __future__ import annotations

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.history import (
    DiffVersions,
    Events,
    ListEvents,
    ListPastObjects,
    ListTrail,
    ListTransactions,
    Moved,
    Redo,
    Reverted,
    RevertMethod,
    SendToPast,
    ShowHistory,
    ShowPast,
    Timeline,
    TrailPart,
    TransactionLine,
    Transactions,
    Undo,
    UndoTransaction,
    VersionDiff,
)
from batos.wire.messages.objects import Objects, Value
from batos.wire.messages.origins import ExplainOrigin, MethodOrigin, ObjectOrigin
from batos.wire.messages.shown import Shown

__all__ = ["ROUTES"]


def method(image: LivingImage, asked: ShowHistory, _job: JobContext) -> Timeline:
    """Tell everything that happened to a method."""
    return image.history.of(asked.address)


def events(image: LivingImage, asked: ListEvents, _job: JobContext) -> Events:
    """Tell the latest changes of all methods."""
    return Events(image.history.events(asked.limit))


def transactions(image: LivingImage, asked: ListTransactions, _job: JobContext) -> Transactions:
    """Tell the latest transactions."""
    return Transactions(image.history.transactions(asked.limit, steps=asked.steps))


def diff(image: LivingImage, asked: DiffVersions, _job: JobContext) -> VersionDiff:
    """Compare two versions of a method."""
    return image.history.diff(asked.address, asked.a or None, asked.b or None)


def revert(image: LivingImage, asked: RevertMethod, _job: JobContext) -> Reverted:
    """Install the source of an older version again."""
    off, user = asked.drop_examples, asked.user
    return image.history.revert(asked.address, asked.to, drop_examples=off, user=user)


def undo(image: LivingImage, asked: Undo, _job: JobContext) -> Moved:
    """Take back changes of methods."""
    return Moved(image.history.undo(asked.addresses, user=asked.user))


def redo(image: LivingImage, asked: Redo, _job: JobContext) -> Moved:
    """Bring back changes of methods that were taken back."""
    return Moved(image.history.redo(asked.addresses, user=asked.user))


def undo_transaction(
    image: LivingImage, asked: UndoTransaction, _job: JobContext
) -> TransactionLine:
    """Take back what a transaction did to values."""
    return image.history.undo_transaction(asked.id, user=asked.user)


def trail(image: LivingImage, asked: ListTrail, _job: JobContext) -> TrailPart:
    """Give a part of the audit trail."""
    return TrailPart(image.trail(asked.since, asked.cycle, asked.seq))


def why(image: LivingImage, asked: ExplainOrigin, _job: JobContext) -> MethodOrigin | ObjectOrigin:
    """Tell where a method, or an object, comes from."""
    return image.history.why(asked.address)


def past_show(image: LivingImage, asked: ShowPast, _job: JobContext) -> Shown:
    """Tell what an object, a method or a cycle was."""
    return image.history.at(asked.time).show(asked.address)


def past_objects(image: LivingImage, asked: ListPastObjects, _job: JobContext) -> Objects:
    """Give a line for each named object of then."""
    return Objects(image.history.at(asked.time).objects())


def past_send(image: LivingImage, asked: SendToPast, _job: JobContext) -> Value:
    """Send a message to an object of then."""
    past = image.history.at(asked.time)
    return Value(past.send(asked.receiver, asked.selector, *asked.args, **asked.kwargs))


ROUTES = (
    Route(ShowHistory, method, idempotent=True),
    Route(ListEvents, events, idempotent=True),
    Route(ListTransactions, transactions, idempotent=True),
    Route(DiffVersions, diff, idempotent=True),
    Route(RevertMethod, revert),
    Route(Undo, undo),
    Route(Redo, redo),
    Route(UndoTransaction, undo_transaction),
    Route(ListTrail, trail, idempotent=True),
    Route(ExplainOrigin, why, idempotent=True),
    Route(ShowPast, past_show, idempotent=True),
    Route(ListPastObjects, past_objects, idempotent=True),
    Route(SendToPast, past_send),
)
