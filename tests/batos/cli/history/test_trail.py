"""``batos trail``: read, and handed on."""

import json


def test_it_is_read_and_handed_on_as_spans(batos, tmp_path):
    report = batos("heartbeat", "now", "--json").json()
    entries = batos("trail", "--json").json()
    mine = [each for each in entries if each["cycle"] == report["id"]]
    assert [mine[0]["kind"], mine[-1]["kind"]] == ["heartbeat.began", "heartbeat.ended"]
    assert "heartbeat.step" in batos("trail", "list", "--days", "1").out
    file = tmp_path / "spans.jsonl"
    done = batos("trail", "export", "--days", "0", "--to", str(file), "--json").json()
    spans = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert len(spans) == done["spans"] > done["traces"] > 0
    assert report["id"] in [each["attributes"].get("batos.heartbeat") for each in spans]
