"""Care of an image: check, pack, backup, restore, salvage.

:class:`Care` is the way in. What is here reads files as they lie on the disk, so that it works
where the image itself cannot be opened any more.
"""

from batos.care.checking.flaws import CheckReport, Flaw
from batos.care.checking.structure import Probe, in_batches
from batos.care.ends import MissingEnd
from batos.care.files.onlooker import Pause
from batos.care.files.reading import Reader
from batos.care.keeper import Care
from batos.care.pack import KEEP_DAYS

__all__ = [
    "KEEP_DAYS",
    "Care",
    "CheckReport",
    "Flaw",
    "MissingEnd",
    "Pause",
    "Probe",
    "Reader",
    "in_batches",
]
