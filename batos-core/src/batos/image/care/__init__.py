"""Care of an image: check, pack, backup, restore, salvage.

:class:`Care` is the way in. What is here reads files as they lie on the disk, so that it works
where the image itself cannot be opened any more.
"""

from batos.image.care.ends import MissingEnd
from batos.image.care.findings import CheckReport, Finding
from batos.image.care.keeper import Care
from batos.image.care.pack import KEEP_DAYS
from batos.image.care.reading import Pause, Reader
from batos.image.care.structure import Probe, in_batches

__all__ = [
    "KEEP_DAYS",
    "Care",
    "CheckReport",
    "Finding",
    "MissingEnd",
    "Pause",
    "Probe",
    "Reader",
    "in_batches",
]
