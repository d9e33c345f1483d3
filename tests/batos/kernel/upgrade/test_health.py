"""What counts as worse."""

from batos.kernel.upgrade.health import Health

BEFORE = Health(
    plugins={"brick": "", "old": "it needs batos-core<1"},
    wrong={"model": ["It is not here."]},
    methods={"genesis.twice": True, "genesis.thrice": False},
)


def after(**fields):
    same = {"plugins": BEFORE.plugins, "wrong": BEFORE.wrong, "methods": BEFORE.methods}
    return Health(**{**same, **fields})


def test_what_was_wrong_before_is_no_reason_to_stay():
    assert BEFORE.worse(after()) == []
    assert BEFORE.worse(after(plugins={"brick": ""}, wrong={})) == []


def test_what_works_no_longer_is_told():
    assert BEFORE.worse(after(plugins={})) == [
        "The plugin brick is not active any more: it is not installed."
    ]
    found = BEFORE.worse(after(wrong={"model": ["It is not here.", "Nor is this."]}))
    assert found == ["The doctor's check 'model' fails: Nor is this."]
    found = BEFORE.worse(after(methods={"genesis.twice": False, "genesis.thrice": False}))
    assert found == ["The examples of genesis.twice do not come true any more."]
