"""The command line as scripts see it: exit codes, help, where errors go."""
import os
import shutil

import pytest

from box import run, scratch
from client import binary

GOLDEN = os.path.join(os.path.dirname(__file__), "golden")
COMMANDS = ["", "init", "serve", "demo", "user", "key", "verify", "forms", "lists", "limits", "messages", "records", "bench"]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_as_agreed(command):
    """Rewrite with KINBOX_GOLDEN=1 after a change that is meant."""
    answer = run(*([command] if command else []), "--help")
    assert answer.returncode == 0
    path = os.path.join(GOLDEN, f"help-{command or 'kinbox'}.txt")
    if os.environ.get("KINBOX_GOLDEN"):
        with open(path, "w") as file:
            file.write(answer.stdout)
    with open(path) as file:
        assert answer.stdout == file.read()


@pytest.mark.parametrize("arguments", [["fly"], ["verify", "--nonsense"], ["serve", "--port", "many"], ["demo", "--children", "x"]])
def test_wrong_usage_ends_with_2(arguments):
    answer = run(*arguments)
    assert answer.returncode == 2
    assert answer.stderr.strip() and not answer.stdout.strip()


def test_no_secret_is_taken_as_an_argument():
    for command in COMMANDS:
        told = run(*([command] if command else []), "--help").stdout.lower()
        assert "--password " not in told and "--passphrase " not in told and "--recovery-key <" not in told


def test_commands_on_an_empty_folder_say_what_to_do():
    folder = scratch("empty")
    try:
        for command in (["verify", "--json"], ["serve", "--port", "0"]):
            answer = run(*command, data=os.path.join(folder, "nothing-here"))
            assert answer.returncode not in (0, 4), command
            assert answer.stderr.strip(), command
            assert "fatal" not in answer.stderr.lower(), answer.stderr
    finally:
        shutil.rmtree(folder)


def test_a_served_store_is_in_use_by_another_process(box):
    answer = run("verify", "--json", data=box.data)
    assert answer.returncode == 4, answer.stderr
    assert answer.stderr.strip()


def test_it_needs_no_shared_library():
    import subprocess
    answer = subprocess.run(["ldd", binary()], capture_output=True, text=True)
    assert "not a dynamic executable" in answer.stdout + answer.stderr
