"""The check of everything."""


def test_scripted_a_healthy_system(batos):
    answer = batos("doctor")
    assert (answer.code, answer.err) == (0, ""), answer
    assert all(line.startswith("ok   ") for line in answer.out.splitlines())
    checks = {finding["check"] for finding in batos("doctor", "--json").json()}
    assert checks >= {"python", "config", "data", "disk", "plugin", "backend", "worker"}


def test_scripted_a_system_that_is_down_is_healthy_too(alone):
    answer = alone("doctor")
    assert answer.code == 0, answer
    assert "not running" in answer.out
    assert "scripted: scripted, script, loads" in answer.out


def test_a_health_check_that_fails_is_a_finding(still, h):
    code = (
        "from batos.plugins import HealthCheck, HealthReport, hookimpl\n"
        "def broken():\n    raise KeyError('oops')\n"
        "def sick():\n    return HealthReport(ok=False, message='It coughs.', hint='Rest.')\n"
        "@hookimpl\ndef batos_health_checks():\n"
        "    return [HealthCheck(name='broken', run=broken), HealthCheck(name='sick', run=sick)]\n"
    )
    h.install(still.shelf, "physician", code)
    answer = still.batos("doctor")
    assert answer.code == 1
    assert "BAD  broken       the check itself failed: KeyError: 'oops'" in answer.out
    assert "BAD  sick         It coughs.\n                  Rest.\n" in answer.out
    assert "Traceback" not in answer.err
