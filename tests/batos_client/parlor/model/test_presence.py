"""Whether the kernel is there."""

import pytest

from batos_client.parlor.model.presence import Presence, PresenceState


@pytest.mark.parametrize(
    ("presence", "said"),
    [
        (Presence(), "connecting…"),
        (Presence(PresenceState.READY), "ready"),
        (Presence(PresenceState.AWAY, "It stopped."), "reconnecting…: It stopped."),
        (Presence(PresenceState.AWAY, "", again_at=13.0), "reconnecting in 3 s"),
        (Presence(PresenceState.AWAY, "", again_at=10.2), "reconnecting…"),
        (Presence(PresenceState.REFUSED, "No such key."), "refused: No such key."),
    ],
)
def test_it_is_worded(presence, said):
    assert presence.worded(10.0) == said
