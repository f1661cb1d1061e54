"""What the desk learns from the samples, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from skill.tools.desk.linear_model import NOTHING, LinearModel, learn, learned
from skill.tools.desk.recogniser import KEPT
from tests.support.household import recogniser

LARGEST_FILE = 2_000_000
SAMPLES = {
    text: label
    for label, texts in {
        "go": ("go on please", "please go on", "go on then", "keep going on", "go on"),
        "stop": ("stop it please", "please stop it", "stop it now", "stop that now", "stop it"),
    }.items()
    for text in texts
}
WORDS = [(text.split(), label) for text, label in SAMPLES.items()]


def likeliest(model: LinearModel, text: str) -> str:
    return model.labels[int(model.scores([text.split()])[0].argmax())]


def test_every_sample_and_what_is_like_one_gets_its_label() -> None:
    model = learn(WORDS)

    assert {text: likeliest(model, text) for text in SAMPLES} == SAMPLES
    assert likeliest(model, "now stop that please") == "stop"
    assert likeliest(model, "stopp it") == "stop"


def test_the_more_is_unknown_the_less_anything_is_likely() -> None:
    model = learn(WORDS)
    known, mixed, unknown = (
        float(model.scores([text.split()]).max())
        for text in ("stop it", "stop it elephants wander", "elephants wander")
    )

    assert known > mixed > unknown == NOTHING


def test_what_was_learned_is_kept_and_the_same_whoever_learns_it(tmp_path: Path) -> None:
    first = learned(SAMPLES, tmp_path)
    (file,) = tmp_path.iterdir()
    written = file.stat().st_mtime_ns
    again = learned(SAMPLES, tmp_path)

    assert file.stat().st_mtime_ns == written
    assert first.labels == again.labels
    assert np.array_equal(first.scores([("stop", "it")]), again.scores([("stop", "it")]))
    learned({**SAMPLES, "stop all of it": "stop"}, tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_where_nothing_can_be_kept_it_is_learned_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert likeliest(learned(SAMPLES, tmp_path / "file" / "folder"), "go on") == "go"


def test_what_is_kept_of_all_samples_is_small() -> None:
    recogniser()  # keeps what it learned, or finds it kept

    sizes = [file.stat().st_size for file in KEPT.glob("*.npz")]
    assert sizes
    assert max(sizes) < LARGEST_FILE
