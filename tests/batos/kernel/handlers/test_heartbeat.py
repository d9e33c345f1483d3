"""``heartbeat.*`` over the wire."""

import pytest

from batos.errors import CancelledError, UsageError
from batos.plugins.cycle_event import CycleEvent
from batos.wire.messages.frame import new_id
from batos.wire.messages.heartbeat import (
    ArchiveMethod,
    BeatNow,
    HeartbeatStatus,
    KeepMethod,
    ListBeats,
    ShowBeat,
)


def test_it_is_told_step_by_step_and_kept(shared):
    told = []
    with shared.client() as client:
        report = client.request(
            BeatNow("amy"), on_event=lambda kind, event: told.append((kind, event))
        )
        steps = [event["state"] for _, event in told if event.get("kind") == "heartbeat.step"]
        assert steps == [each["step"] for each in report["steps"]]
        assert {kind for kind, _ in told} == {CycleEvent.TYPE}
        assert client.request(ShowBeat(report["id"])) == report
        assert report in client.request(ListBeats()).beats
        assert client.request(HeartbeatStatus())["last"] == report
        for asked in (ArchiveMethod("genesis.nothing"), KeepMethod("genesis.nothing")):
            with pytest.raises(UsageError, match="not proposed"):
                client.request(asked)


def test_somebody_may_stop_it(shared):
    with shared.client() as client:

        def stop(_kind, event):
            if event.get("kind") == "heartbeat.began":
                client.cancel(request_id)

        request_id = new_id()
        with pytest.raises(CancelledError):
            client.request(BeatNow("amy"), on_event=stop, request_id=request_id)
        assert client.request(ShowBeat())["state"] == "stopped"
