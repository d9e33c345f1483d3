"""What a kind of backend takes, and what is set for one."""


def test_the_options_of_a_kind_are_told_with_type_default_and_meaning(alone):
    lines = alone("backends", "show", "llamacpp").out.splitlines()
    assert lines[0].startswith("llamacpp: GGUF models in this process")
    assert lines[1].split() == ["name", "type", "default", "set", "meaning"]
    assert any(line.startswith("n_ctx  ") and "8192" in line for line in lines)


def test_what_is_set_for_an_alias_is_told(alone):
    alone("config", "set", "backends.embedded.options.threads", "2")
    told = alone("backends", "show", "embedded", "--json").json()
    assert told["name"] == "llamacpp"
    options = {row["name"]: row for row in told["options"]}
    assert (options["threads"]["set"], options["threads"]["default"]) == (2, 0)
    assert options["n_ctx"]["set"] is None


def test_a_backend_without_typed_options_says_so(alone):
    assert alone("backends", "show", "scripted").err == "It tells nothing of its options.\n"


def test_an_unknown_name_gets_a_near_match(alone):
    alone("backends", "show", "lamacpp").sentence(2, "no backend named 'lamacpp'", "'llamacpp'")


def test_list_is_what_the_bare_noun_does(alone):
    assert alone("backends", "list", "--json").json() == alone("backends", "--json").json()
