"""Getting a model file from where it can be had: whole and right, or not at all."""

from batos_backend_llamacpp.fetching.fetch import bytes_there, fetch, forget, sha256_of

__all__ = ["bytes_there", "fetch", "forget", "sha256_of"]
