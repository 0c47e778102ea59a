"""No test can touch a person's journal or reach a network, even when it tries."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import platformdirs
import pytest

import isolation


def test_the_journal_is_a_file_of_this_test(journal_file, tmp_path_factory):
    assert journal_file.is_relative_to(tmp_path_factory.getbasetemp())
    assert not journal_file.parent.exists()


def test_home_and_data_folder_are_temporary(tmp_path_factory):
    temporary = tmp_path_factory.getbasetemp()
    for place in (
        str(Path.home()),
        os.path.expanduser("~"),
        platformdirs.user_data_dir("ifs-journal"),
        platformdirs.user_config_dir("ifs-journal"),
    ):
        assert Path(place).is_relative_to(temporary), place


def test_a_started_program_lives_there_too(tmp_path_factory):
    said = subprocess.run(
        [sys.executable, "-c", "import platformdirs; print(platformdirs.user_data_dir('ifs-journal'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(said.stdout.strip()).is_relative_to(tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("real", isolation.REAL_PLACES)
@pytest.mark.parametrize("inside", ["", "journal.db", "journal.db.lock"])
def test_a_persons_own_files_cannot_be_opened(real, inside):
    with pytest.raises(isolation.Refused, match="own files"):
        Path(real, inside).read_bytes()
    with pytest.raises(isolation.Refused, match="own files"):
        os.open(os.path.join(real, inside), os.O_RDONLY)


def test_a_persons_own_files_cannot_be_reached_round_a_corner(tmp_path):
    way_round = tmp_path / "way-round"
    way_round.symlink_to(isolation.REAL_PLACES[0])
    with pytest.raises(isolation.Refused, match="own files"):
        (way_round / "journal.db").read_bytes()


def test_the_setting_of_a_person_is_known_before_it_is_hidden():
    program = "import isolation; print(isolation.REAL_PLACES)"
    environment = os.environ | {"IFS_JOURNAL": "/somewhere/mine.db"}
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "'/somewhere/mine.db'" in said.stdout
    assert "'/somewhere/mine.db-wal'" in said.stdout


def test_no_connection_can_be_opened():
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as one, pytest.raises(isolation.Refused):
        one.connect(("127.0.0.1", 9))


def test_nothing_can_be_sent_without_a_connection():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(isolation.Refused):
        one.sendto(b"hello", ("127.0.0.1", 9))


@pytest.mark.parametrize("look_up", [socket.gethostbyname, lambda name: socket.getaddrinfo(name, 443)])
def test_no_name_can_be_looked_up(look_up):
    with pytest.raises(isolation.Refused):
        look_up("localhost")


def test_no_page_can_be_fetched():
    with pytest.raises(isolation.Refused):
        urlopen("http://localhost/")


def test_a_socket_inside_this_machine_still_works():
    one, other = socket.socketpair()
    with one, other:
        one.sendall(b"x")
        assert other.recv(1) == b"x"


def test_no_setting_of_the_outside_is_left():
    left = [name for name in os.environ if name.startswith("IFS_")]
    assert left == ["IFS_JOURNAL"]
    assert os.environ["TZ"] == "Europe/Vienna"
