"""POST /alexa on a desk: unsigned, from this machine and from nowhere else."""

import pytest
from flask.testing import FlaskClient

from skill.tools.serving.loopback import is_loopback
from tests.web.small_skill import SmallSkill, envelope

OTHER_MACHINES = {
    "another machine": {"REMOTE_ADDR": "192.168.1.20"},
    "the internet": {"REMOTE_ADDR": "54.240.197.1"},
    "another machine by IPv6": {"REMOTE_ADDR": "fe80::1"},
    "every machine": {"REMOTE_ADDR": "0.0.0.0"},
    "nobody knows where": {"REMOTE_ADDR": ""},
    "a name in place of an address": {"REMOTE_ADDR": "loopback"},
}

HEADERS: dict[str, tuple[dict[str, str], str]] = {
    "a name that was pointed here": ({"Host": "evil.test"}, "Host"),
    "a name that starts like ours": ({"Host": "localhost.evil.test:5000"}, "Host"),
    "a name that ends like ours": ({"Host": "evil-localhost"}, "Host"),
    "an address that starts like ours": ({"Host": "127.0.0.1.evil.test"}, "Host"),
    "an address of the network": ({"Host": "192.168.1.20:5000"}, "Host"),
    "every address": ({"Host": "0.0.0.0:5000"}, "Host"),
    "a user before the name": ({"Host": "localhost@evil.test"}, "Host"),
    "an address without its brackets": ({"Host": "::1"}, "Host"),
    "no host": ({"Host": ""}, "Host"),
    "a page of another site": ({"Origin": "https://evil.test"}, "origin"),
    "a page of another port": ({"Origin": "http://localhost:8000"}, "origin"),
    "a page of another loopback name": ({"Origin": "http://127.0.0.1:5000"}, "origin"),
    "a page by https": ({"Origin": "https://localhost:5000"}, "origin"),
    "a page without an origin of its own": ({"Origin": "null"}, "origin"),
    "an empty origin": ({"Origin": ""}, "origin"),
    "a site whose name starts like ours": ({"Origin": "http://localhost:5000.evil.test"}, "origin"),
    "a tunnel": ({"X-Forwarded-For": "54.240.197.1"}, "tunnel"),
    "a tunnel that names its host": ({"X-Forwarded-Host": "localhost:5000"}, "tunnel"),
    "a proxy by the standard": ({"Forwarded": "for=54.240.197.1"}, "tunnel"),
    "a proxy that says so": ({"Via": "1.1 vegur"}, "tunnel"),
}


@pytest.mark.parametrize("environ", OTHER_MACHINES.values(), ids=OTHER_MACHINES)
def test_an_unsigned_request_from_elsewhere_is_refused(
    desk: FlaskClient,
    skill: SmallSkill,
    caplog: pytest.LogCaptureFixture,
    environ: dict[str, str],
) -> None:
    response = desk.post("/alexa", json=envelope(), environ_overrides=environ)
    assert (response.status_code, response.json) == (400, {})
    assert "another machine" in caplog.text
    assert skill.launches == 0


@pytest.mark.parametrize(("headers", "reason"), HEADERS.values(), ids=HEADERS)
def test_an_unsigned_request_that_only_passes_through_this_machine_is_refused(
    desk: FlaskClient,
    skill: SmallSkill,
    caplog: pytest.LogCaptureFixture,
    headers: dict[str, str],
    reason: str,
) -> None:
    response = desk.post("/alexa", json=envelope(), headers={"Host": "localhost:5000", **headers})
    assert (response.status_code, response.json) == (400, {})
    assert reason in caplog.text
    assert skill.launches == 0


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_what_a_form_on_another_page_can_send_is_refused(
    desk: FlaskClient, content_type: str
) -> None:
    response = desk.post(
        "/alexa", data=b'{"request": {"type": "LaunchRequest"}}', content_type=content_type
    )
    assert (response.status_code, response.json) == (400, {})


def test_a_browser_that_asks_first_is_not_let_in(desk: FlaskClient) -> None:
    response = desk.options(
        "/alexa",
        headers={"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"},
    )
    assert response.status_code == 405
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_long_body_is_refused_on_the_desk_too(desk: FlaskClient) -> None:
    response = desk.post("/alexa", json=envelope(spare="x" * 512 * 1024))
    assert response.status_code == 400


def test_a_body_that_is_no_envelope_is_refused_on_the_desk_too(desk: FlaskClient) -> None:
    response = desk.post("/alexa", data=b"[]", content_type="application/json")
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("127.0.0.1", "127.0.0.1:5000"),
        ("127.0.0.1", "localhost:5000"),
        ("127.0.0.1", "LOCALHOST"),
        ("127.8.8.8", "127.8.8.8"),
        ("::1", "[::1]:5000"),
        ("::1", "localhost"),
    ],
)
def test_this_machine_is_answered_by_every_name_it_has(
    desk: FlaskClient, skill: SmallSkill, address: str, host: str
) -> None:
    response = desk.post(
        "/alexa",
        json=envelope(),
        headers={"Host": host},
        environ_overrides={"REMOTE_ADDR": address},
    )
    assert response.status_code == 200
    assert skill.launches == 1


@pytest.mark.parametrize("host", ["localhost:5000", "127.0.0.1:5000", "[::1]:5000"])
def test_a_page_of_our_own_is_answered(desk: FlaskClient, host: str) -> None:
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert desk.post("/alexa", json=envelope(), headers=headers).status_code == 200


def test_neither_time_nor_skill_matter_on_the_desk(desk: FlaskClient) -> None:
    asked = envelope(timestamp="1999-12-31T23:59:59Z", application_id="any")
    assert desk.post("/alexa", json=asked).status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.255.255.254", "::1", "localhost"])
def test_loopback_is_recognised(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "0.0.0.0", "::", "*", "0", "127.1", "128.0.0.1", "10.0.0.1", "[::1]", "evil.localhost"],
)
def test_everything_else_is_not_loopback(host: str) -> None:
    assert not is_loopback(host)
