"""Packages that only some storages need."""

from __future__ import annotations

import importlib.util

from batos.errors import ConfigError
from batos.image.storage.address import Address

__all__ = ["require"]


def require(module: str, extra: str, address: Address) -> None:
    """Check that what a storage needs is installed.

    Args:
        module: The module that it needs.
        extra: The extra of ``batos-core`` that brings it.
        address: The image that needs it.

    Raises:
        ConfigError: It is not installed.
    """
    if importlib.util.find_spec(module) is None:
        raise ConfigError(
            f"The image {address.label} needs the package of {module!r}, which is not installed.",
            hint=f'Install it: pip install "batos-core[{extra}]".',
        )
