"""Which models are in the memory: held to a budget, shared, and swapped between answers."""

from batos.inference.residency.budget import Budget
from batos.inference.residency.footprint import Footprint, SizedBackend
from batos.inference.residency.place import Place, Swap
from batos.inference.residency.resident import Residency
from batos.inference.residency.status import ModelStatus

__all__ = ["Budget", "Footprint", "ModelStatus", "Place", "Residency", "SizedBackend", "Swap"]
