"""Where the answer to a message comes from."""


def test_a_value_is_shown_with_its_holder_and_the_path(batos):
    assert batos("where", "brick.role").out.splitlines() == [
        "role is a slot of brick",
        "path: brick",
        'value: "coder"',
    ]
    found = batos("where", "brick.role", "--json").json()
    assert (found["holder"], found["kind"], found["path"]) == ("brick", "slot", ["brick"])


def test_an_inherited_slot_names_the_path_to_its_holder(batos):
    for line in batos("objects", "--json").json():
        shown = batos("show", line["name"], "--json").json()
        for selector in shown["inherited"][:1]:
            found = batos("where", f"{line['name']}.{selector}", "--json").json()
            assert found["path"][0] == line["name"]
            assert found["path"][-1] == found["holder"] != line["name"]
            return
    raise AssertionError("no object inherits anything")


def test_an_unknown_selector_gets_a_near_match(batos):
    answer = batos("where", "brick.rol")
    assert answer.code == 2
    assert "role" in answer.err


def test_an_address_without_a_selector_is_refused(batos):
    answer = batos("where", "brick")
    assert answer.code == 2
    assert "OBJECT.SELECTOR" in answer.err
