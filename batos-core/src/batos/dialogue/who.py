"""Who of the personas does what in a conversation: by their roles and prompts, not by name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from batos.errors import UsageError
from batos.learning.cycle.host import Host
from batos.learning.cycle.judge import judge_in
from batos.learning.cycle.personas import persona_names, persona_with, steward_of
from batos.learning.cycle.views import PersonaView

__all__ = ["addressed", "judge_of", "persona_names", "persona_with", "steward_of"]


def addressed(text: str, names: Iterable[str]) -> str:
    """Return whose name a sentence begins with, such as "ROBIN, why?"; an empty text for nobody's.

    Args:
        text: The sentence.
        names: The personas.
    """
    known = "|".join(map(re.escape, names))
    found = re.match(rf"\W*({known})\s*[,:]", text, re.IGNORECASE) if known else None
    return found[1].lower() if found else ""


def judge_of(host: Host) -> PersonaView | None:
    """Return whom the state VALIDATING names as judge, or None."""
    with host.session.read() as root:
        try:
            return judge_in(root)
        except UsageError:
            return None
