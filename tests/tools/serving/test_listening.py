"""A port to listen at, or the next free one; and nothing is announced before it answers."""

import socket
from threading import Thread

import pytest

from skill.tools.serving.listening import LAST_PORT, CannotListen, listen, once_answered, url

HERE = "127.0.0.1"
NEVER_LENT = 11_000
"""From here on, systems lend no ports to outgoing connections."""


def free_port() -> int:
    """A free port that no connection of another program is given by chance."""
    (listening,) = listen(HERE, NEVER_LENT)
    with listening:
        port: int = listening.getsockname()[1]
        return port


def test_a_free_port_is_taken_as_it_is() -> None:
    port = free_port()

    (listening,) = listen(HERE, port)
    with listening:
        assert listening.getsockname() == (HERE, port)


def test_from_a_port_that_is_taken_it_goes_on_to_the_next_free_one() -> None:
    with socket.create_server((HERE, 0)) as taken:
        port = taken.getsockname()[1]

        (listening,) = listen(HERE, port)
        with listening:
            assert listening.getsockname()[1] > port


def test_every_address_of_a_name_is_listened_at_on_the_same_port() -> None:
    sockets = listen("localhost", free_port())

    assert {each.getsockname()[1] for each in sockets} == {sockets[0].getsockname()[1]}
    for each in sockets:
        each.close()


def test_above_the_last_port_there_is_none() -> None:
    try:
        taken = [socket.create_server((HERE, LAST_PORT))]
    except OSError:
        taken = []  # by somebody else
    with pytest.raises(CannotListen, match="choose a lower one"):
        listen(HERE, LAST_PORT)
    for each in taken:
        each.close()


@pytest.mark.parametrize("host", ["203.0.113.1", "a" * 70, "a\0b", "[::1]", "2001:db8::1", "::zz"])
def test_a_host_that_is_not_this_machine_is_refused_in_one_line(host: str) -> None:
    with pytest.raises(CannotListen, match="--host: .*use 127.0.0.1") as refused:
        listen(host, 5000)
    assert "\n" not in str(refused.value)


def test_nothing_is_announced_before_the_server_has_answered() -> None:
    announced: list[int] = []
    with socket.create_server((HERE, 0)) as listening:
        asking = Thread(target=once_answered, args=(listening, announced.append))
        asking.start()
        connection, _ = listening.accept()
        with connection:
            assert connection.recv(1000).startswith(b"GET /healthz")
            assert announced == []
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        asking.join()
        assert announced == [listening.getsockname()[1]]


def test_a_server_that_ends_before_it_answers_is_not_announced() -> None:
    announced: list[int] = []
    with socket.create_server((HERE, 0)) as listening:
        asking = Thread(target=once_answered, args=(listening, announced.append))
        asking.start()
        connection, _ = listening.accept()
        connection.close()
        asking.join()
    assert announced == []


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert url("::1", 5000) == "http://[::1]:5000"
    assert url("localhost", 5000) == "http://localhost:5000"
