"""``batos upgrade``: what is asked, and what is told."""

import json
import os


def test_nothing_was_upgraded_yet(alone, still):
    told = alone("upgrade", "--json").json()
    assert (told["state"], told["waiting"], told["previous"]) == ("none", False, None)
    shown = alone("upgrade", "--status")
    assert "runs       0.1.0, in " in shown.out
    assert shown.err == "Nothing was upgraded yet.\n"


def test_what_makes_no_sense_is_told(alone, still, tmp_path):
    alone("upgrade", "--rollback", "--to", "1").sentence(2, "it takes no version or wheels")
    alone("upgrade", "--wheels", str(tmp_path)).sentence(1, "There is no wheel in")
    shown = alone("upgrade")
    assert "refused" in shown.out


def test_scripted_instructions_by_hand_are_followed_or_refused_by_the_watchdog(alone, still, h):
    process = still.begin("watchdog", "--json")

    def told(event):
        for line in process.stdout:
            found = json.loads(line)
            if found["event"] == event:
                return found
        raise AssertionError(event)

    told("up")
    file = still.root / "state" / "update_instructions.json"
    for text, mode, said in (
        ('{"rollback": true}', 0o666, "can be changed by other users"),
        ('{"rollback": true}', 0o600, "There is no environment to go back to."),
        ('{"packages": {"batos-core": "0.1.0"}}', 0o600, "runs already"),
    ):
        draft = file.with_name("draft")
        draft.write_text(text)
        draft.chmod(mode)
        os.replace(draft, file)
        assert said in told("refused")["text"]
        assert not file.exists()
        assert said in alone("upgrade", "--status").out
    assert alone("send", "genesis", "double", "2", "--no-learn").code in (0, 2)  # it is up
    alone("down")
    assert h.Home.finish(still, process).code == 0
