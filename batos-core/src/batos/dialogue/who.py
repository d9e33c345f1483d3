"""Who of the personas does what in a conversation: by their roles and prompts, not by name."""

from __future__ import annotations

from batos.errors import UsageError
from batos.learning.cycle.host import Host
from batos.learning.cycle.judge import judge_in
from batos.learning.cycle.personas import (
    persona_names,
    persona_with,
    silent_personas,
    steward_of,
)
from batos.learning.cycle.views import PersonaView

__all__ = ["judge_of", "persona_names", "persona_with", "silent_personas", "steward_of"]


def judge_of(host: Host) -> PersonaView | None:
    """Return whom the state VALIDATING names as judge, or None."""
    with host.session.read() as root:
        try:
            return judge_in(root)
        except UsageError:
            return None
