"""What `make` says when it is asked for something that cannot be."""

import socket
import subprocess

import pytest

from clinic.env import BASE_DIR


def make(*words: str) -> tuple[list[str], int]:
    """Type a command in the project's folder; return the lines it says (without make's own) and its exit code."""
    done = subprocess.run(["make", "-s", *words], cwd=BASE_DIR, capture_output=True, text=True)
    said = (done.stdout + done.stderr).splitlines()
    return [line for line in said if not line.startswith("make")], done.returncode


@pytest.mark.slow
@pytest.mark.parametrize("command", ["run", "clinic"])
@pytest.mark.parametrize("port", ["abc", "0", "70000", "", "-1", "80.5", "９９９９", "0123456"])
def test_port_that_is_none_is_one_clear_sentence(command, port):
    sentence = f"✗ “{port}” is not a port: choose a whole number from 1 to 65535, for example: make run PORT=8123"

    assert make(command, f"PORT={port}") == ([sentence], 2)


@pytest.mark.slow
def test_port_that_is_taken_is_one_clear_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        (sentence,), code = make("run", f"PORT={port}")

    assert (sentence.startswith(f"✗ Port {port} cannot be used"), code) == (True, 2)
