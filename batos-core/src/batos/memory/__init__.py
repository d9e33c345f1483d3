"""The Fractal Memory: documents in the image and how they are found."""

from batos.memory.catalog import Document, Hit, KnowledgeCatalog
from batos.memory.embedding import Embedder, Embedding, LocalEmbedding, VectorSpace
from batos.memory.likeness import is_about, likeness
from batos.memory.words import words_of

__all__ = [
    "Document",
    "Embedder",
    "Embedding",
    "Hit",
    "KnowledgeCatalog",
    "LocalEmbedding",
    "VectorSpace",
    "is_about",
    "likeness",
    "words_of",
]
