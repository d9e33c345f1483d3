"""Changing the configuration file."""

import os
import stat

import pytest

from batos.cli.system.config_file import key_path, remove_setting, write_setting
from batos.config import Paths, load_config
from batos.errors import BatosError, ConfigError, UsageError

MINE = """\
# my own

[kernel]
# the port that the gate lets through
port = 5555   # default
threads=2

[backends.big]
provider = "llamacpp"
options = {n_ctx = 4096} # inline
"""


@pytest.fixture
def paths(tmp_path):
    found = Paths.find({"BATOS_HOME": str(tmp_path / "home")})
    found.config_dir.mkdir(parents=True)
    return found


def said(paths):
    return paths.config_file.read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("kernel.port", ("kernel", "port")),
        ("default_backend", ("default_backend",)),
        ('backends."gpt-4.1".model', ("backends", "gpt-4.1", "model")),
        (" kernel . port ", ("kernel", "port")),
    ],
)
def test_a_key_is_read_as_toml_reads_it(key, path):
    assert key_path(key) == path


@pytest.mark.parametrize("key", ["", ".", "a..b", "a = 1\nb", "a b", "[a]", "a.", "#", "a = {b"])
def test_what_is_no_key_is_told(key):
    with pytest.raises(UsageError, match="no name of a setting"):
        key_path(key)


def test_comments_and_layout_stay(paths):
    paths.config_file.write_text(MINE, "utf-8")
    write_setting(paths, ("kernel", "port"), [5600])
    assert said(paths) == MINE.replace("5555", "5600")
    write_setting(paths, ("backends", "big", "options", "n_ctx"), [1])
    assert said(paths) == MINE.replace("5555", "5600").replace("4096", "1")
    write_setting(paths, ("kernel", "port"), [5555])
    write_setting(paths, ("backends", "big", "options", "n_ctx"), [4096])
    assert said(paths) == MINE


def test_what_was_written_and_removed_leaves_nothing_behind(paths):
    paths.config_file.write_text(MINE, "utf-8")
    write_setting(paths, ("cycle", "repairs"), [1])
    assert (
        load_config(environ={"BATOS_HOME": str(paths.config_dir.parent)}).config.cycle.repairs == 1
    )
    remove_setting(paths, ("cycle", "repairs"))
    assert said(paths).rstrip() == MINE.rstrip()
    remove_setting(paths, ("backends", "big"))
    remove_setting(paths, ("kernel", "port"))
    assert (
        said(paths).rstrip()
        == "# my own\n\n[kernel]\n# the port that the gate lets through\nthreads=2"
    )


def test_a_remark_keeps_an_empty_table(paths):
    paths.config_file.write_text("[cycle]\n# think of it\nrepairs = 1\n", "utf-8")
    remove_setting(paths, ("cycle", "repairs"))
    assert said(paths) == "[cycle]\n# think of it\n"


def test_a_file_is_made_for_its_user_alone(paths):
    paths.config_dir.rmdir()
    write_setting(paths, ("backends", "far", "provider"), ["llamacpp"])
    assert said(paths) == '[backends.far]\nprovider = "llamacpp"\n'
    if os.name == "posix":
        assert stat.S_IMODE(paths.config_file.stat().st_mode) == 0o600
    assert [each.name for each in paths.config_dir.iterdir()] == ["config.toml"]


@pytest.mark.skipif(os.name != "posix", reason="needs the modes of POSIX")
def test_a_file_of_a_group_stays_the_groups_and_is_closed_to_others(paths):
    paths.config_file.write_text(MINE, "utf-8")
    paths.config_file.chmod(0o664)
    write_setting(paths, ("kernel", "port"), [1])
    assert stat.S_IMODE(paths.config_file.stat().st_mode) == 0o660


def test_a_link_stays_a_link(paths, tmp_path):
    real = tmp_path / "dotfiles.toml"
    real.write_text(MINE, "utf-8")
    paths.config_file.symlink_to(real)
    write_setting(paths, ("kernel", "port"), [5600])
    assert paths.config_file.is_symlink()
    assert real.read_text("utf-8") == MINE.replace("5555", "5600")


@pytest.mark.parametrize(
    ("path", "value", "told", "hint"),
    [
        (("kernel", "prot"), 1, "Unknown setting 'kernel.prot'", "Did you mean 'port'?"),
        (("kernle", "port"), 1, "Unknown setting 'kernle'", "Did you mean 'kernel'?"),
        (("approval", "polcy"), "ask", "Unknown setting 'approval.polcy'", "'policy'"),
        (("backends", "big", "modle"), "x", "'backends.big.modle'", "Did you mean 'model'?"),
        (("kernel", "port"), "many", "valid integer", ""),
        (("kernel", "port"), 70_000, "less than or equal to 65535", ""),
        (("kernel", "port"), 1.5, "'kernel.port' is not valid", ""),
        (("approval", "policy"), "maybe", "'approval.policy' is not valid", ""),
        (("kernel",), 3, "a table is wanted here", ""),
        (("kernel", "port", "x"), 3, "'kernel.port' is a value, not a table", ""),
        (("default_backend",), "bgi", "No backend named 'bgi'", "Did you mean 'big'?"),
        (("roles", "coder"), "small", "No backend named 'small'", "Add a [backends.small]"),
        (("backends", "new", "model"), "x", "'backends.new.provider' is missing", ""),
        (("backends", "embedded", "options", "paralel"), 2, "no option 'paralel'", "'parallel'"),
        (("backends", "embedded", "options", "n_ctx"), "big", "must be a whole number", ""),
    ],
)
def test_what_a_setting_does_not_take_is_refused(paths, path, value, told, hint):
    paths.config_file.write_text(MINE, "utf-8")
    with pytest.raises(ConfigError) as caught:
        write_setting(paths, path, [value])
    assert told in caught.value.message
    assert hint in caught.value.hint
    assert said(paths) == MINE


def test_options_of_a_provider_that_is_not_installed_are_written(paths):
    write_setting(paths, ("backends", "later", "provider"), ["no-such-provider"])
    write_setting(paths, ("backends", "later", "options", "heat"), [3])
    assert "heat = 3" in said(paths)


def test_the_likeliest_form_of_a_value_is_taken(paths):
    write_setting(paths, ("backends", "embedded", "model"), [7, "7"])
    write_setting(paths, ("kernel", "port"), [7, "7"])
    assert 'model = "7"' in said(paths)
    assert "port = 7\n" in said(paths)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (("kernel", "prot"), "no setting in the file named 'kernel.prot'"),
        (("cycle",), "no setting in the file named 'cycle'"),
        (("kernel", "port", "x"), "no setting in the file"),
        (("backends", "big", "provider"), "'backends.big.provider' is missing"),
    ],
)
def test_what_is_not_there_or_is_needed_is_not_removed(paths, path, told):
    paths.config_file.write_text(MINE, "utf-8")
    with pytest.raises(BatosError, match=told):
        remove_setting(paths, path)
    assert said(paths) == MINE


def test_a_backend_that_is_used_is_not_removed(paths):
    paths.config_file.write_text(f'default_backend = "big"\n{MINE}', "utf-8")
    with pytest.raises(ConfigError, match="No backend named 'big'"):
        remove_setting(paths, ("backends", "big"))


def test_a_wrong_value_in_the_file_can_be_mended(paths):
    paths.config_file.write_text("[kernel]\nport = 'x'\nprot = 1\n", "utf-8")
    with pytest.raises(ConfigError, match="prot"):
        write_setting(paths, ("kernel", "port"), [1])
    paths.config_file.write_text("[kernel]\nport = 'x'\n", "utf-8")
    write_setting(paths, ("kernel", "port"), [1])
    assert said(paths) == "[kernel]\nport = 1\n"


def test_a_file_that_is_no_toml_is_told_and_left(paths):
    paths.config_file.write_text("kernel = [", "utf-8")
    with pytest.raises(ConfigError, match="is not valid TOML"):
        write_setting(paths, ("kernel", "port"), [1])
    assert said(paths) == "kernel = ["


def test_a_folder_that_cannot_be_written_is_told_and_the_file_left(paths):
    paths.config_dir.rmdir()
    paths.config_dir.parent.joinpath("config").touch()
    with pytest.raises(ConfigError, match="cannot be"):
        write_setting(paths, ("kernel", "port"), [1])
