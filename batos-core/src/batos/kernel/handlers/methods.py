"""``method.*``: methods that people write, try and test by hand."""

from __future__ import annotations

from batos.kernel.base.context import JobContext
from batos.kernel.handlers.route import Route
from batos.living import LivingImage
from batos.wire.messages.methods import (
    AddExample,
    Defined,
    DefineMethods,
    MethodExamples,
    MethodProgress,
    RunExamples,
    Tested,
    Tried,
    TryMethod,
)

__all__ = ["ROUTES"]


def define(image: LivingImage, asked: DefineMethods, _job: JobContext) -> Defined:
    """Install texts, all of them or none."""
    return Defined(image.handwork.define_all(asked.methods, user=asked.user))


def try_(image: LivingImage, asked: TryMethod, _job: JobContext) -> Tried:
    """Send a message on a scratch view; nothing of it is kept."""
    return image.handwork.try_(asked.address, asked.args, asked.kwargs, state=asked.state)


def test(image: LivingImage, asked: RunExamples, job: JobContext) -> Tested:
    """Run the examples of methods again."""

    def tell(address: str, done: int, of: int) -> None:
        job.event(MethodProgress(address, done, of), key="progress")

    return image.handwork.test(asked.address, progress=tell, cancel=job.cancel_token)


def example(image: LivingImage, asked: AddExample, _job: JobContext) -> MethodExamples:
    """Add an example that the method makes true."""
    return image.handwork.example(asked.address, asked.example, user=asked.user)


ROUTES = (
    Route(DefineMethods, define, long=True),
    Route(TryMethod, try_, long=True),
    Route(RunExamples, test, long=True, idempotent=True),
    Route(AddExample, example, long=True),
)
