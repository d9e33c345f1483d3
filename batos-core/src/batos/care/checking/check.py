"""Checking an image: its file, its records, and whether what it says of itself agrees."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from pathlib import Path

from batos.care.checking.examiner import Examiner
from batos.care.checking.filecheck import (
    CUTS_OFF,
    FileFacts,
    check_blob_files,
    check_file,
    check_seal,
    tell_tail,
)
from batos.care.checking.flaws import RESTORE, SALVAGE, CheckReport, Flaw, Flaws
from batos.care.checking.records import SeenRecords, walk_records
from batos.care.checking.structure import Probe, check_structure
from batos.care.ends import missing_end, missing_ends
from batos.care.files.attending import attend
from batos.care.files.onlooker import NOBODY, Onlooker, Pause
from batos.care.files.places import Place
from batos.care.files.reading import Reader, opened, sparing
from batos.care.files.seal import take_seal
from batos.errors import ImageDamagedError, ImageError, ImageLockedError
from batos.image.past import ahead_of
from batos.image.storage.ledger import note_in_ledger, read_ledger
from batos.image.storage.seal import read_seal
from batos.image.storage.seen import SeenEnd, seen_ends
from batos.image.storage.torn import torn_end

__all__ = ["Probe", "check"]

_STRUCTURE = Probe("the root and the names", check_structure)


def check(
    place: Place,
    *,
    reader: Reader | None = None,
    probes: Sequence[Probe] = (),
    onlooker: Onlooker = NOBODY,
) -> CheckReport:
    """Check an image, and change nothing in it.

    Args:
        place: Where it is.
        reader: The session of who has it open; left out, it is opened for reading.
        probes: Further looks at what it says of itself.
        onlooker: Told what is looked at; may have it wait or stop between the parts.

    Returns:
        The report. What was sound is sealed, so that the next check sees a changed byte.

    Raises:
        ImageMissingError: There is no such image.
        ImageError: It cannot be reached at all.
    """
    begun = time.monotonic()
    flaws = Flaws()
    with attend(place, onlooker), Examiner() as examiner:
        facts, sealed = _check_file(place, flaws, examiner, onlooker)
        seen = SeenRecords(complete=False)
        if facts is None or facts.complete:
            seen = _check_records(place, reader, probes, flaws, examiner, onlooker)
        if facts is not None and place.blobs is not None and seen.complete:
            onlooker.tell("the files of blobs")
            check_blob_files(place.blobs, facts, flaws, current=set(seen.blobs.items()))
        complete = seen.complete and (facts is None or facts.complete)
        if facts is not None and place.file is not None and complete and not flaws.damages:
            _seal(place, place.file, facts, onlooker.pause)
        # What is gone is no reason not to watch over what is there.
        for end in missing_ends(place):
            flaws.add(Flaw("tail", end.text, end.hint, damage=not end.safe))
    return CheckReport(
        image=place.label,
        findings=tuple(flaws.kept if place.file is not None else map(_elsewhere, flaws.kept)),
        damages=flaws.damages,
        notes=flaws.notes,
        counts=_counts(facts, seen),
        sealed=sealed,
        complete=complete,
        seconds=time.monotonic() - begun,
    )


def _elsewhere(flaw: Flaw) -> Flaw:
    """Return what is found in a database, from which nothing can be salvaged here."""
    return dataclasses.replace(flaw, mend=RESTORE) if flaw.mend == SALVAGE else flaw


def _check_file(
    place: Place, flaws: Flaws, examiner: Examiner, onlooker: Onlooker
) -> tuple[FileFacts | None, int]:
    if place.file is None:
        return None, 0
    file = place.require()
    onlooker.tell(f"the file, {file.stat().st_size >> 20} MB")
    try:
        seen = seen_ends(file)
        facts = check_file(file, flaws, examiner, pause=onlooker.pause)
        if facts.complete:
            _check_end(place, file, seen, facts, flaws)
        seal = read_seal(read_ledger(place.ledger).get("seal"))
        if seal is None or not facts.complete:
            return facts, 0
        onlooker.tell("the digests of its bytes")
        return facts, check_seal(file, seal, facts, flaws, pause=onlooker.pause)
    except ImageDamagedError as error:
        flaws.add(Flaw("file", error.message, error.hint))
        return FileFacts(), 0
    except OSError as error:
        raise ImageError(f"The image {place.label!r} cannot be read: {error.strerror}.") from error


def _check_end(
    place: Place, file: Path, seen: Sequence[SeenEnd], facts: FileFacts, flaws: Flaws
) -> None:
    """Compare where a file ends with where it has ended, and tell what is behind the end."""
    found = SeenEnd(facts.first, facts.last, facts.size)
    torn = torn_end(file, seen, found, facts.tail)
    if torn is not None and not torn.safe:
        end = missing_end(place, torn)
        hint = f"{end.hint} {CUTS_OFF}" if torn.dropped else end.hint
        flaws.add(Flaw("tail", end.text, hint))
    elif facts.tail is not None:
        flaws.add(tell_tail(facts.tail))


def _check_clock(last: bytes, flaws: Flaws) -> None:
    """Note where the last transaction has a time that has not come yet."""
    ahead = ahead_of(last)
    if ahead:
        flaws.add(
            Flaw(
                "clock",
                f"The last transaction is {ahead} ahead of this computer's clock, which has gone "
                "back, or was ahead then. Nothing is damaged: new transactions follow after that "
                "time, until the clock has come there.",
                "See that the clock is right. Times such as '10m ago' are the clock's, and pass "
                "over what is ahead of it.",
                damage=False,
            )
        )


def _check_records(
    place: Place,
    reader: Reader | None,
    probes: Sequence[Probe],
    flaws: Flaws,
    examiner: Examiner,
    onlooker: Onlooker,
) -> SeenRecords:
    seen = SeenRecords()
    try:
        with opened(place, reader) as image:
            _check_clock(image.database.lastTransaction(), flaws)
            onlooker.tell("records and references")
            seen = walk_records(image, flaws, examiner, blobs=place.blobs, pause=onlooker.pause)
            able = sparing(image, seen.endless)
            for probe in (_STRUCTURE, *probes):
                if not seen.complete or onlooker.pause():
                    seen.complete = False
                    break
                onlooker.tell(probe.about)
                _ask(probe, able, flaws, onlooker.pause)
    except ImageLockedError:
        raise
    except ImageDamagedError as error:
        flaws.add(Flaw("open", f"The image cannot be opened: {error.message}", SALVAGE))
    return seen


def _ask(probe: Probe, reader: Reader, flaws: Flaws, pause: Pause) -> None:
    try:
        for flaw in probe.look(reader, pause):
            flaws.add(flaw)
    except ImageError as error:
        # Which record it is, the walk has told; here it keeps a look from being finished.
        flaws.add(Flaw("record", error.message, SALVAGE))
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        flaws.add(
            Flaw(
                "root",
                "What the image says of itself cannot be read: "
                f"{type(error).__name__}: {str(error)[:120]}.",
            )
        )


def _seal(place: Place, file: Path, facts: FileFacts, pause: Pause) -> None:
    """Remember the bytes that were found sound, where nothing else is in the file."""
    if facts.tail is not None and not facts.tail.unfinished:
        return
    seal = take_seal(file, facts.size, facts.first, facts.last, pause=pause)
    if seal is not None:
        note_in_ledger(place.ledger, seal=seal.to_plain())


def _counts(facts: FileFacts | None, seen: SeenRecords) -> dict[str, int]:
    counts = {
        "records": seen.records,
        "objects": seen.objects,
        "methods": len(seen.methods),
        "blobs": len(seen.blobs),
    }
    if facts is not None:
        counts |= {
            "transactions": len(facts.ends),
            "records_ever": facts.records,
            "bytes": facts.size,
        }
    return counts
