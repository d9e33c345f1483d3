"""Models and adapters that live in the image: one blob per file, used from links to the files."""

from batos.image.models.held import HeldAdapters, HeldModels, ModelFacts
from batos.image.models.links import ADAPTERS, MODELS, held_folder, held_names, links_folder

__all__ = [
    "ADAPTERS",
    "MODELS",
    "HeldAdapters",
    "HeldModels",
    "ModelFacts",
    "held_folder",
    "held_names",
    "links_folder",
]
