"""Where a key is kept, and who else can read it."""

import sys
from typing import ClassVar

import pytest
from pydantic import SecretStr

from batos.errors import ConfigError
from batos_backend_openai.keys import find_key, key_hint, without_key
from batos_backend_openai.options import OpenAIOptions


def options(**more):
    return OpenAIOptions.read({"preset": "vllm", **more})


def test_the_environment_is_asked_by_the_name_that_is_set():
    key = find_key(options(api_key_env="MY_KEY"), {"MY_KEY": " sk-1 ", "OPENAI_API_KEY": "sk-2"})
    assert key.get_secret_value() == "sk-1"
    assert "sk-1" not in f"{key!r} {key}"
    assert find_key(options(), {"OPENAI_API_KEY": "sk-2"}).get_secret_value() == "sk-2"
    assert find_key(options(), {}).get_secret_value() == "none"


def test_a_private_file_comes_first(key_file):
    given = options(api_key_file=key_file("sk-3"))
    assert find_key(given, {"OPENAI_API_KEY": "sk-2"}).get_secret_value() == "sk-3"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_refused_with_its_mode(key_file, mode):
    path = key_file("sk-3", mode)
    with pytest.raises(ConfigError, match=f"mode {mode:04o}") as caught:
        find_key(options(api_key_file=path))
    assert caught.value.hint == f"Make it private: chmod 600 {path}"


@pytest.mark.parametrize("text", ["", "two words", "two\nlines"])
def test_a_file_with_anything_but_one_key_is_refused(key_file, text):
    with pytest.raises(ConfigError, match="one key and nothing else"):
        find_key(options(api_key_file=key_file(text)))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match="No such file"):
        find_key(options(api_key_file=str(tmp_path / "gone")))


def test_a_key_in_the_keyring_is_found_by_service_and_address():
    keyring = pytest.importorskip("keyring")
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority = 1
        kept: ClassVar = {("batos", "http://127.0.0.1:8000/v1"): "sk-4"}

        def get_password(self, service, user):
            return self.kept.get((service, user))

        def set_password(self, service, user, password):
            raise NotImplementedError

        def delete_password(self, service, user):
            raise NotImplementedError

    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    try:
        assert find_key(options(api_key_keyring="batos")).get_secret_value() == "sk-4"
        with pytest.raises(ConfigError, match="no key of the service 'other'") as caught:
            find_key(options(api_key_keyring="other"))
    finally:
        keyring.set_keyring(before)
    assert "keyring set other http://127.0.0.1:8000/v1" in caught.value.hint


def test_without_the_package_a_keyring_cannot_be_asked(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match="'keyring' is not installed"):
        find_key(options(api_key_keyring="batos"))


def test_what_a_server_says_is_told_without_the_key():
    assert without_key("bad key sk-1!", SecretStr("sk-1")) == "bad key …!"
    assert without_key("none of it", SecretStr("none")) == "none of it"


def test_a_hint_tells_where_the_key_came_from():
    assert "OPENAI_API_KEY" in key_hint(options())
    assert "keys.txt" in key_hint(options(api_key_file="keys.txt"))
    assert "'batos'" in key_hint(options(api_key_keyring="batos"))
