"""What a kind of backend takes, whether it works, and who uses it."""

import pytest


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


def test_a_backend_is_tried_with_three_prompts(alone):
    answer = alone("backends", "test", "scripted", "--json")
    told = answer.json()
    assert [row["prompt"] for row in told["prompts"]] == ["text", "code", "json"]
    assert told["declares"]["context_window"] > 0
    assert answer.code == (0 if all(row["ok"] for row in told["prompts"]) else 4)


@pytest.mark.model
@pytest.mark.long
def test_the_embedded_backend_is_tried_for_real(alone, small_model):
    alone("config", "set", "backends.embedded.model", str(small_model))
    answer = alone("backends", "test", "embedded")
    assert answer.code == 0, answer
    lines = answer.out.splitlines()
    assert lines[0].split() == ["prompt", "first", "token", "tokens/s", "tokens", "ended", "answer"]
    assert [line.split()[0] for line in lines[1:]] == ["text", "code", "json", "model:"]
    assert "schema" in lines[-1]


def test_a_backend_is_used_by_all_or_by_one(alone):
    assert alone("backends", "use", "embedded").err.startswith("default_backend is embedded.")
    alone("backends", "use", "ollama", "--role", "coder")
    alone("backends", "use", "embedded", "--persona", "ROBIN")
    got = [alone("config", "get", key).out.strip() for key in (
        "default_backend", "roles.coder", "backends.ollama.provider", "personas.robin.backend",
    )]  # fmt: skip
    assert got == ["embedded", "ollama", "ollama", "embedded"]
    rows = {row["name"]: row for row in alone("backends", "--json").json()}
    assert rows["ollama"]["roles"] == ["coder"]
    alone("backends", "use", "embedded", "--role", "a", "--persona", "b").sentence(2, "not by both")
    alone("backends", "use", "olama").sentence(2, "no backend named 'olama'", "'ollama'")


def test_auto_says_what_it_takes_and_why(alone):
    (row,) = [row for row in alone("backends", "--json").json() if row["name"] == "auto"]
    assert (row["provider"], row["roles"]) == ("llamacpp", [])
    assert row["state"] == "embedded: llama.cpp runs in this process."
    assert any("No Ollama answers" in each for each in row["auto"]["passed"])
    alone("backends", "use", "auto")
    rows = {row["name"]: row for row in alone("backends", "--json").json()}
    assert "default" in rows["auto"]["roles"]
    assert "default" in rows["embedded"]["roles"]
    assert "auto passes over: No Ollama answers" in alone("backends").out


def test_nothing_runs_that_could_take_a_change(alone):
    assert "Nothing runs" in alone("backends", "use").err
    alone("backends", "use", "--role", "coder").sentence(2, "Say which backend")
