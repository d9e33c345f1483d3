"""Where things are kept, and what happens when they cannot be."""

import resource
import signal

import pytest

pytestmark = pytest.mark.system


def test_scripted_a_home_holds_everything(home, h, tmp_path):
    odd = h.Odd("homely")
    del home.env["BATOS_CACHE"]
    home.script(odd.right, h.ALLOW)
    here, temporary = tmp_path / "here", tmp_path / "temporary"
    for folder in (here, temporary):
        folder.mkdir()
    home.env["TMPDIR"] = str(temporary)
    commands = [
        ["doctor"],
        ["up", "--wait"],
        odd.words,
        ["send", "genesis", odd.name, "ab"],
        ["status"],
        ["down"],
        ["genesis"],
    ]
    for words in commands:
        answer = home.batos(*words, cwd=here)
        assert answer.code == 0, answer
    assert list(home.user.iterdir()) == []
    assert list(here.iterdir()) == []
    assert list(temporary.iterdir()) == []
    assert (home.logs / "metacognition.jsonl").exists()
    modes = {folder.name: folder.stat().st_mode & 0o777 for folder in home.root.iterdir()}
    assert modes["run"] == modes["state"] == 0o700
    assert all(key.stat().st_mode & 0o077 == 0 for key in (home.run_dir / "keys").iterdir())


@pytest.mark.long
def test_scripted_what_was_learned_is_there_after_a_restart(home, h):
    odd = h.Odd("lasting")
    home.script(odd.right, h.ALLOW)
    home.up()
    assert home.batos(*odd.words).code == 0
    for _ in range(2):
        assert home.batos("down").code == 0
        home.script({"when": "", "error": "The model must not be asked."})
        begun = home.up()
        assert "Awakening" not in begun.err
        answer = home.batos("send", "--json", "genesis", odd.name, "ab")
        assert answer.json() == {"value": "b-lasting-a", "learned": [], "model_calls": 0}
        assert answer.err == ""


@pytest.mark.long
def test_scripted_learning_on_a_message_shows_the_cycle_and_answers(home, h):
    odd = h.Odd("sent")
    home.script(odd.right, h.ALLOW)
    home.up()
    answer = home.batos("send", "genesis", odd.name, "ab")
    assert answer.json() == "b-sent-a"
    assert "SYNTHESIZING" in answer.err
    assert "the model wrote it" in answer.err


@pytest.mark.long
def test_scripted_a_full_disk_is_told_and_loses_nothing(home, h):
    odd = h.Odd("full")
    home.script(odd.right, h.ALLOW)
    home.up()
    assert home.batos(*odd.words).code == 0
    home.batos("down")
    most = home.image_file.stat().st_size + 4000

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    begun = home.batos("up", preexec_fn=limit)
    assert begun.code == 0, begun
    more = h.Odd("more")
    home.script(more.right, h.ALLOW)
    answer = home.batos(*more.words, "-q")
    answer.sentence(3, "could not be written", "Is the disk full?")
    assert home.batos("send", "genesis", odd.name, "ab").json() == "b-full-a"
    home.batos("down")
    home.up()
    assert home.batos("send", "genesis", odd.name, "ab").json() == "b-full-a"
    assert home.batos(*more.words).code == 0


@pytest.mark.long
def test_two_start_at_once_and_one_kernel_runs(home):
    both = [home.begin("up") for _ in range(2)]
    answers = [home.finish(process) for process in both]
    assert all(answer.code == 0 for answer in answers), answers
    assert home.batos("status").code == 0


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_runs_in_the_foreground_until_it_is_told_to_end(home, h, number):
    process = home.begin("serve", preexec_fn=h.ignore_ctrl_c)
    h.until(lambda: home.batos("status").code == 0)
    process.send_signal(number)
    answer = home.finish(process)
    assert (answer.code, answer.out) == (0, ""), answer
    assert "Traceback" not in answer.err
    assert home.batos("status").code == 6
