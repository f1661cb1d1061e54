"""The setting HAMSTRING_COACH_STORE, from good and bad values to stores."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from skill.service.ports import Saved
from skill.stores.memory import MemoryStore
from skill.stores.open_store import open_store
from skill.stores.sqlite import SqliteStore
from tests.stores.stores import ROOT, stopped_clock


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "memory",
        "memory:x",
        "sqlite",
        "sqlite:",
        "sqlite::memory:",
        "SQLite:progress.db",
        " memory:",
        "progress.db",
        "postgres:progress",
        "dynamodb",
        "dynamodb:",
        "dynamodb:my table",
        "dynamodb:t",
    ],
)
def test_any_other_setting_is_refused_with_the_three_forms(setting: str) -> None:
    with pytest.raises(ValueError) as refused:
        open_store(setting, clock=stopped_clock)
    for word in ("HAMSTRING_COACH_STORE", repr(setting), "sqlite:PATH", "memory:", "dynamodb:"):
        assert word in str(refused.value)


def test_a_table_in_no_region_is_refused(aws: pytest.MonkeyPatch) -> None:
    aws.delenv("AWS_DEFAULT_REGION")
    aws.delenv("AWS_REGION")
    with pytest.raises(ValueError, match="HAMSTRING_COACH_STORE.*AWS_DEFAULT_REGION"):
        open_store("dynamodb:progress", clock=stopped_clock)


def test_memory_opens_a_store_of_its_own_each_time() -> None:
    store = open_store("memory:", clock=stopped_clock)
    store.save("runner", "first", after=0)
    assert isinstance(store, MemoryStore)
    assert open_store("memory:", clock=stopped_clock).load("runner") is None


def test_sqlite_opens_the_file_of_that_name(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:{tmp_path}/a:b.db", clock=stopped_clock)) as store:
        revision = store.save("runner", "first", after=0)
    with closing(SqliteStore(tmp_path / "a:b.db")) as store:
        assert store.load("runner") == Saved("first", revision)


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with closing(open_store("sqlite:~/progress.db", clock=stopped_clock)) as store:
        store.check()
    assert (tmp_path / "progress.db").is_file()


def test_without_the_signer_the_table_is_refused_and_says_which_python_has_it(
    aws: pytest.MonkeyPatch,
) -> None:
    """As on Python 3.11, which the signer cannot be installed on."""
    script = """
import sys
sys.modules["aws_sdk_signers"] = None
from skill.stores.open_store import open_store
try:
    open_store("dynamodb:progress", clock=lambda: 0.0)
except ValueError as refused:
    print(refused)
"""
    out = output(script)
    assert out.startswith(
        "HAMSTRING_COACH_STORE is 'dynamodb:progress', which needs Python 3.12 or"
    )
    assert out.count("\n") == 1


def test_only_dynamodb_loads_the_signer(tmp_path: Path) -> None:
    script = """
import sys
import skill.stores.dynamodb
from skill.stores.open_store import open_store
for setting in ("memory:", "sqlite:" + sys.argv[1]):
    store = open_store(setting, clock=lambda: 0.0)
    store.save("runner", "first", after=0)
    store.close()
print([name for name in sys.modules if name.split(".")[0] in ("aws_sdk_signers", "http", "ssl")])
"""
    assert output(script, str(tmp_path / "progress.db")).strip() == "[]"


def output(script: str, *arguments: str) -> str:
    """What a process of its own prints."""
    ran = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout
