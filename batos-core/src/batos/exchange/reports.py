"""How a parcel is taken, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

from batos.wire.messages.skills import Imported, ImportedLine

__all__ = [
    "CONFLICT",
    "DONE",
    "LEFT",
    "PRESENT",
    "READY",
    "REFUSED",
    "REPLACED",
    "ImportOptions",
    "ImportReport",
]

REFUSED = "refused"
CONFLICT = "conflict"
LEFT = "not imported"
PRESENT = "already there"
READY = "ready"
DONE = "imported"
REPLACED = "replaced"


@dataclass(frozen=True, kw_only=True)
class ImportOptions:
    """How a parcel is taken.

    Attributes:
        signer: The public key that a person trusts; empty for a parcel without a signature.
        dry_run: Only tell what would be done.
        replace: Whether a method of another source is replaced.
        to: Address of the object that takes everything, in place of the receivers in the files.
        untested: Whether a method may come in that has no example to prove it.
        keep_going: Whether to install what may come in when something else may not.
        drop_examples: Examples of methods that are replaced that are taken off:
            ``OBJECT.SELECTOR`` for all of one method, ``OBJECT.SELECTOR:`` and a number or text
            for one of them, ``all`` for all of all.
        user: On whose behalf.
    """

    signer: str = ""
    dry_run: bool = False
    replace: bool = False
    to: str = ""
    untested: bool = False
    keep_going: bool = False
    drop_examples: tuple[str, ...] = ()
    user: str = "user"


@dataclass(frozen=True)
class ImportReport:
    """What came of a parcel.

    Attributes:
        rows: A line for each method or object.
        signer: Who signed it, empty for nobody.
        dry_run: Whether nothing was to be changed.
        warnings: What else a person should know.
    """

    rows: tuple[ImportedLine, ...]
    signer: str = ""
    dry_run: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether everything in the parcel is in the image now, or would be."""
        return not any(row["status"] in (REFUSED, CONFLICT, LEFT) for row in self.rows)

    @property
    def installed(self) -> int:
        """How much was installed."""
        return sum(row["status"] in (DONE, REPLACED) for row in self.rows)

    def to_plain(self) -> Imported:
        """Return it as plain data."""
        return {
            "rows": list(self.rows),
            "signer": self.signer,
            "dry_run": self.dry_run,
            "warnings": list(self.warnings),
            "installed": self.installed,
            "whole": self.whole,
        }
