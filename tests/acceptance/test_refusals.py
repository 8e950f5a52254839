"""What is in the way is said in one sentence, and nothing is touched."""

import socket
from pathlib import Path

import pytest

from tests.acceptance.demonstration import command


def test_the_demonstration_refuses_a_folder_that_holds_something_else(tmp_path: Path):
    mine = tmp_path / "photos"
    mine.mkdir()
    (mine / "holiday.jpg").write_bytes(b"beach")
    refused = command("demo", data=mine)
    _one_sentence(refused.stderr, str(mine), "--data")
    assert refused.returncode == 1
    assert [path.name for path in mine.iterdir()] == ["holiday.jpg"]
    assert (mine / "holiday.jpg").read_bytes() == b"beach"


@pytest.mark.parametrize("name", ["demo", "serve"])
def test_a_port_in_use_is_named_with_what_to_do(tmp_path: Path, name: str):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        refused = command(name, "--port", port, data=tmp_path / "data")
    _one_sentence(refused.stderr, port, "PORT=")
    assert refused.returncode == 1
    assert not (tmp_path / "data").exists()


def test_a_screen_that_is_not_there_is_named(tmp_path: Path):
    refused = command("why", "no-such-screen", data=tmp_path / "data")
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1


def _one_sentence(said: str, *named: str) -> None:
    assert len(said.strip().splitlines()) == 1, said
    assert "Traceback" not in said
    for word in named:
        assert word in said
