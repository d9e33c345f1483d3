"""Skills: what a living image offers to those who exchange methods and objects with others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from batos.exchange.arrivals import import_objects
from batos.exchange.exporting import Exported, export_methods, list_methods
from batos.exchange.graphs import export_objects
from batos.exchange.importing import import_methods
from batos.exchange.parcel import Parcel
from batos.exchange.proving import Prover
from batos.exchange.reports import ImportOptions, ImportReport
from batos.exchange.staging import Transfers
from batos.guardian.trial.trial import Trial
from batos.image import Session
from batos.plugins import PluginSet
from batos.stewardship.health.quarantine import barred_sources
from batos.wire.messages.skills import SkillLine

if TYPE_CHECKING:
    from batos.config import Loaded

__all__ = ["Skills"]


class Skills:
    """Methods and objects of one image on their way to others and from them.

    Args:
        session: The image.
        plugins: Whose rules judge with the guardian's.
        trial: Runs examples.
        loaded: The configuration.
    """

    def __init__(self, session: Session, plugins: PluginSet, trial: Trial, loaded: Loaded) -> None:
        self._session = session
        self._plugins = plugins
        self._trial = trial
        self._configured = loaded.config.approval.policy
        self.transfers = Transfers(loaded.paths.state_dir / "transfers")

    def methods(self, *, everything: bool = False) -> list[SkillLine]:
        """Return a line for each learned method, or for every method."""
        with self._session.read() as root:
            return list_methods(root, everything=everything)

    def export(self, addresses: Sequence[str] = (), *, everything: bool = False) -> Exported:
        """Return methods as files (see :func:`batos.exchange.exporting.export_methods`)."""
        with self._session.read() as root:
            return export_methods(root, addresses, everything=everything)

    def export_objects(self, names: Sequence[str]) -> Exported:
        """Return objects as files (see :func:`batos.exchange.graphs.export_objects`)."""
        with self._session.read() as root:
            return export_objects(root, names)

    def take(
        self,
        parcel: Parcel,
        options: ImportOptions,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> ImportReport:
        """Take methods in (see :func:`batos.exchange.importing.import_methods`)."""
        prover = self._prover(options, stopped)
        return import_methods(self._session, parcel, options, prover, self._configured)

    def take_objects(
        self,
        parcel: Parcel,
        options: ImportOptions,
        renames: Mapping[str, str] | None = None,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> ImportReport:
        """Take objects in (see :func:`batos.exchange.arrivals.import_objects`)."""
        prover = self._prover(options, stopped)
        return import_objects(self._session, parcel, options, prover, renames, self._configured)

    def _prover(self, options: ImportOptions, stopped: Callable[[], bool]) -> Prover:
        with self._session.read() as root:
            barred = barred_sources(root)
        return Prover(
            self._trial,
            self._plugins.guardian_rules(),
            barred=barred,
            untested=options.untested,
            stopped=stopped,
        )
