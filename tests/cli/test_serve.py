"""`airshield serve`: one line for what cannot be."""

import socket

import pytest

from airshield.cli.app import run


@pytest.mark.parametrize("port", ["-1", "65536", "99999999"])
def test_what_is_no_port_is_told(tmp_path, capsys, port):
    code = run(["serve", "--port", port, "--no-browser", "--workspace", str(tmp_path)])
    assert code == 2
    assert "is no port" in capsys.readouterr().err


def test_a_taken_port_is_told(tmp_path, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code = run(["serve", "--port", port, "--no-browser", "--workspace", str(tmp_path)])
    assert code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "give another --port" in said


def test_a_workspace_that_is_a_file_is_told(tmp_path, capsys):
    file = tmp_path / "file"
    file.write_text("")
    code = run(["serve", "--port", "0", "--no-browser", "--workspace", str(file)])
    assert code == 2
    assert "name another folder" in capsys.readouterr().err
