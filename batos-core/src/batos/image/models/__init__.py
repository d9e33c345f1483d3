"""Models that live in the image: one blob per file, used from links to the blobs' files."""

from batos.image.models.held import HeldModels, ModelFacts
from batos.image.models.links import held_folder, held_names, links_folder

__all__ = ["HeldModels", "ModelFacts", "held_folder", "held_names", "links_folder"]
