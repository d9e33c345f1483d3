"""The Fractal Memory: documents in the image and how they are found."""

from batos.memory.catalog import Document, Hit, KnowledgeCatalog
from batos.memory.likeness import likeness
from batos.memory.words import words_of

__all__ = ["Document", "Hit", "KnowledgeCatalog", "likeness", "words_of"]
