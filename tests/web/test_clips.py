"""The clips that a server hands out: each under its hash, in parts, for ever; and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from skill.web.clip_server import add_clips

NAME = "0123456789abcdef" * 4
SOUND = bytes(range(256)) * 8


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    folder = tmp_path / "audio"
    folder.mkdir()
    (folder / f"{NAME}.mp3").write_bytes(SOUND)
    (folder / f"{NAME}.png").write_bytes(b"picture")
    (folder / "index.json").write_text("{}")
    (tmp_path / "secret.mp3").write_text("secret")
    (folder / f"{'f' * 64}.mp3").symlink_to(tmp_path / "secret.mp3")
    app = Flask(__name__)
    add_clips(app, folder)
    return app.test_client()


def test_a_clip_may_be_kept_for_ever(client: FlaskClient) -> None:
    answer = client.get(f"/audio/{NAME}.mp3", buffered=True)

    assert answer.data == SOUND
    assert answer.content_type == "audio/mpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "public" in answer.headers["Cache-Control"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert client.get(f"/audio/{NAME}.png", buffered=True).content_type == "image/png"


def test_a_clip_is_fetched_in_parts(client: FlaskClient) -> None:
    part = client.get(f"/audio/{NAME}.mp3", headers={"Range": "bytes=100-199"}, buffered=True)

    assert part.status_code == 206
    assert part.data == SOUND[100:200]
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(SOUND)}"
    after_its_end = {"Range": f"bytes={len(SOUND)}-"}
    beyond = client.get(f"/audio/{NAME}.mp3", headers=after_its_end, buffered=True)
    assert beyond.status_code == 416


def test_a_clip_that_a_device_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(f"/audio/{NAME}.mp3", buffered=True).headers["ETag"]

    assert (
        client.get(f"/audio/{NAME}.mp3", headers={"If-None-Match": tag}, buffered=True).status_code
        == 304
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "index.json",
        "../secret.mp3",
        "%2e%2e/secret.mp3",
        "..%2fsecret.mp3",
        f"{NAME}",
        f"{NAME}.wav",
        f"{NAME}.mp3/",
        f"{NAME.upper()}.mp3",
        f"{'1' * 64}.mp3",
        f"{'f' * 64}.mp3",
        f"./{NAME}.mp3/../index.json",
        f"{NAME}.mp3%00.json",
    ],
)
def test_nothing_else_can_be_reached(path: str, client: FlaskClient) -> None:
    assert client.get(f"/audio/{path}").status_code == 404


def test_a_clip_can_only_be_read(client: FlaskClient) -> None:
    assert client.post(f"/audio/{NAME}.mp3").status_code == 405
    assert client.delete(f"/audio/{NAME}.mp3").status_code == 405
