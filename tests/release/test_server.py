"""A server of one's own: the container file, its steps without an engine, unit and proxy."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]

from skill.wiring import SKILL_ID_SETTING, STORE_SETTING
from skill.wsgi import METRICS_SETTING

pytestmark = pytest.mark.shipping

DOCKERFILE = Path("Dockerfile").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent
NOBODY = 10001


def instructions(name: str) -> list[str]:
    """What stands behind each instruction of a kind, continued lines joined."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return [line.partition(" ")[2] for line in joined.splitlines() if line.startswith(f"{name} ")]


def environment() -> dict[str, str]:
    pairs = (pair.split("=", 1) for entry in instructions("ENV") for pair in entry.split())
    return dict(pairs)


def test_the_linter_finds_nothing_in_the_container_file() -> None:
    lint = subprocess.run(
        [BIN / "hadolint", "Dockerfile"], capture_output=True, text=True, check=False
    )

    assert lint.returncode == 0, lint.stdout


def test_what_is_copied_is_there_and_not_ignored() -> None:
    lines = Path(".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = [line.removeprefix("!") for line in lines if line.startswith("!")]

    for entry in instructions("COPY"):
        *sources, _ = entry.split()
        if sources[0].startswith("--from"):
            continue
        for source in sources:
            assert Path(source).exists(), source
            assert any(fnmatch(source, pattern) for pattern in allowed), f"{source} is ignored"


def test_the_container_runs_as_an_unprivileged_user_and_says_whether_it_is_well() -> None:
    assert instructions("USER")[-1] == str(NOBODY)
    assert f"--uid {NOBODY}" in DOCKERFILE
    assert "/readyz" in instructions("HEALTHCHECK")[0]
    assert len(instructions("FROM")) == 2


def test_the_container_installs_only_what_the_lock_names_by_its_hash() -> None:
    (install,) = [line for line in instructions("RUN") if "pip install" in line]

    assert "--require-hashes -r requirements-server.lock" in install


@dataclass
class Server:
    """The container's command, running without a container."""

    process: subprocess.Popen[str]
    port: int
    data: Path
    told: str
    """What it had written when it was ready."""

    def get(self, path: str) -> tuple[int, str]:
        return self._open(urllib.request.Request(f"http://127.0.0.1:{self.port}{path}"))

    def post(self, path: str, body: bytes) -> tuple[int, str]:
        headers = {"Content-Type": "application/json"}
        url = f"http://127.0.0.1:{self.port}{path}"
        return self._open(urllib.request.Request(url, data=body, headers=headers))

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The image's files in a folder that the server may not write to, and its command there."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        app, data = root / "app", root / "data"
        absent = shutil.ignore_patterns(
            "__pycache__", "simulator", "tools", "language_model", "node_modules"
        )
        shutil.copytree("skill", app / "skill", ignore=absent)
        shutil.copy(".deploy/gunicorn.conf.py", app)
        data.mkdir(mode=0o700)
        root.chmod(0o755)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = environment() | {
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "HAMSTRING_COACH_BIND": f"127.0.0.1:{port}",
            STORE_SETTING: environment()[STORE_SETTING].replace("/data", str(data)),
            SKILL_ID_SETTING: "amzn1.ask.skill.00000000-0000-0000-0000-000000000000",
            METRICS_SETTING: "1",
        }
        who = NOBODY if os.geteuid() == 0 and _anybody_may_run_python() else None
        if who is not None:
            os.chown(data, who, who)
        process = subprocess.Popen(
            json.loads(instructions("CMD")[-1]),
            cwd=app,
            env=settings,
            stderr=subprocess.PIPE,
            text=True,
            user=who,
            group=who,
            extra_groups=None if who is None else [],
        )
        assert process.stderr is not None
        told = ""
        for line in process.stderr:  # from "Listening" on, a request waits until a worker is there
            told += line
            if "Listening at" in line:
                break
        else:
            pytest.fail(told)
        try:
            yield Server(process, port, data, told)
        finally:
            process.kill()
            process.wait()
            process.stderr.close()


def _anybody_may_run_python() -> bool:
    python = Path(sys.executable)
    homes = {*python.absolute().parents, *python.resolve().parents}
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in homes)


def test_the_containers_command_is_ready_with_its_store_and_writes_nowhere_else(
    server: Server,
) -> None:
    assert server.get("/healthz")[0] == 200
    assert server.get("/readyz") == (200, '{"status":"ready"}\n')

    assert (server.data / "progress.db").stat().st_mode & 0o777 == 0o600
    assert not list((server.data.parent / "app").rglob("__pycache__"))


def test_the_server_refuses_what_alexa_did_not_sign(server: Server) -> None:
    assert server.post("/alexa", b"{}") == (400, "{}\n")


def test_the_server_counts_for_all_its_workers(server: Server) -> None:
    for _ in range(8):
        server.post("/alexa", b"{}")

    refused = re.search(r'http_total\{status="400"\} (\d+)', server.get("/metrics")[1])

    assert refused is not None
    assert int(refused[1]) >= 8


def workers(server: Server) -> set[str]:
    """The process ids of a server's workers."""
    listed = ["pgrep", "--parent", str(server.process.pid)]
    return set(subprocess.run(listed, capture_output=True, text=True, check=True).stdout.split())


def test_a_reload_renews_every_worker_and_answers_whatever_is_asked_meanwhile(
    server: Server,
) -> None:
    old = workers(server)
    statuses = set()

    server.process.send_signal(signal.SIGHUP)
    while old & workers(server):
        statuses |= {server.get("/healthz")[0], server.post("/alexa", b"{}")[0]}

    assert statuses <= {200, 400}
    assert server.get("/readyz")[0] == 200


def test_the_server_ends_in_order_when_it_is_told_to_and_every_line_it_wrote_is_json(
    server: Server,
) -> None:
    assert server.process.stderr is not None
    server.process.send_signal(signal.SIGTERM)
    rest = server.process.stderr.read()

    assert server.process.wait() == 0
    entries = [json.loads(line) for line in (server.told + rest).splitlines()]
    assert all({"time", "level"} <= set(entry) for entry in entries)
    assert any("Refused a request" in entry.get("message", "") for entry in entries)


def test_the_containers_health_check_asks_where_the_server_listens() -> None:
    port = environment()["HAMSTRING_COACH_BIND"].rpartition(":")[2]

    assert f"127.0.0.1:{port}/readyz" in instructions("HEALTHCHECK")[0]
    assert instructions("EXPOSE") == [port]


def test_the_composition_is_locked_down_and_asks_for_what_it_cannot_know() -> None:
    services = yaml.safe_load(Path("compose.yaml").read_text(encoding="utf-8"))["services"]
    coach = services["coach"]

    assert coach["read_only"] is True
    assert coach["cap_drop"] == ["ALL"]
    assert "ports" not in coach, "only the proxy is reached from outside"
    assert ":?" in coach["environment"][SKILL_ID_SETTING]
    assert {METRICS_SETTING, SKILL_ID_SETTING} <= set(coach["environment"])


def test_the_composition_can_use_a_table_and_else_the_file_in_its_volume() -> None:
    services = yaml.safe_load(Path("compose.yaml").read_text(encoding="utf-8"))["services"]
    passed = services["coach"]["environment"]

    assert passed[STORE_SETTING] == f"${{{STORE_SETTING}:-{environment()[STORE_SETTING]}}}"
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        assert passed[name] is None, f"{name} would be set to nothing where it is not set"


def test_the_proxy_lets_through_what_alexa_needs_and_not_the_metrics() -> None:
    proxy = Path(".deploy/Caddyfile").read_text(encoding="utf-8")
    (opened,) = re.findall(r"@open path (.+)", proxy)

    assert opened.split() == ["/alexa", "/healthz", "/readyz", "/audio/*"]
    assert "respond 404" in proxy


def test_the_unit_starts_the_same_command_in_a_locked_room() -> None:
    unit = Path(".deploy/hamstring-coach.service").read_text(encoding="utf-8")

    assert '"skill.wsgi:application()"' in unit
    for line in (
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "KillMode=mixed",
        "UMask=0077",
        "ExecReload=/bin/kill -HUP $MAINPID",
    ):
        assert line in unit.splitlines()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not at hand")
def test_the_unit_gives_up_what_the_server_does_not_need() -> None:
    unit = ".deploy/hamstring-coach.service"
    options = ("--no-pager", "--offline=yes", "--threshold=20")  # an exposure of 2.0 of 10
    checked = subprocess.run(
        ["systemd-analyze", "security", *options, unit], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not at hand")
def test_systemd_finds_nothing_wrong_with_the_unit() -> None:
    checked = subprocess.run(
        ["systemd-analyze", "verify", ".deploy/hamstring-coach.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [
        line for line in checked.stderr.splitlines() if "is not executable" not in line
    ]  # it isn't installed here

    assert not complaints
