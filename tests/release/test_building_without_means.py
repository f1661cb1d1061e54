"""`ask deploy` on a machine that lacks something: one line says what, and it fails plainly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# each stand-in for python3 runs the hook's own `-c` program, hence the exec, once it has taken
# something away from the real one
HOOK = Path("hooks/build.sh").resolve()
WITHOUT = """#!/bin/sh
# A python3 whose named modules are missing, as Debian ships it.
[ "$1" = "-m" ] && {{ echo "No module named $2" >&2; exit 1; }}
exec "{python}" -c "import sys; sys.modules.update(dict.fromkeys({modules}))
exec(sys.argv.pop(1))" "$2"
"""
WITHOUT_ENSUREPIP = """#!/bin/sh
[ "$*" = "-m venv --help" ] && exit 0
[ "$1" = "-m" ] && {{ echo "The virtual environment was not created successfully" >&2; exit 1; }}
exec "{python}" -c "import sys; sys.modules['ensurepip'] = None
exec(sys.argv.pop(1))" "$2"
"""
OLD = """#!/bin/sh
[ "$1" = "-V" ] && {{ echo Python 3.9.2; exit 0; }}
exec "{python}" -c "import sys; sys.version_info = (3, 9, 2)
exec(sys.argv.pop(1))" "$2"
"""
WITHOUT_NETWORK = """#!/bin/sh
case "$1" in
-m|-c) exec "{python}" "$@";;
esac
export PIP_INDEX_URL=http://127.0.0.1:9/ PIP_RETRIES=0 PIP_NO_CACHE_DIR=1
exec "{python}" "$@"
"""


def built_with(python3: str | None, folder: Path) -> subprocess.CompletedProcess[str]:
    """What the hook says on a machine whose python3 is this script, or that has none."""
    machine, work = folder / "bin", folder / "work"
    machine.mkdir()
    work.mkdir()
    (machine / "dirname").symlink_to("/usr/bin/dirname")
    if python3 is not None:
        shim = machine / "python3"
        shim.write_text(python3.format(python=sys.executable, modules="['venv', 'ensurepip']"))
        shim.chmod(0o755)
    return subprocess.run(
        ["/bin/sh", str(HOOK), str(work / "build.zip"), "false"],
        cwd=work,
        env={"PATH": str(machine), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("python3", "cure"),
    [
        (None, "There is no python3 here: install Python 3.11 or newer."),
        (OLD, "python3 is Python 3.9.2; it must be 3.11 or newer"),
        (WITHOUT, "sudo apt install python3-venv"),
        (WITHOUT_ENSUREPIP, "sudo apt install python3-venv"),
    ],
    ids=["no python3", "an old one", "no venv", "no ensurepip"],
)
def test_what_a_machine_lacks_is_named_in_one_line(
    python3: str | None, cure: str, tmp_path: Path
) -> None:
    done = built_with(python3, tmp_path)

    (line,) = done.stderr.splitlines()
    assert line.startswith("hooks/build.sh: ")
    assert cure in line
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.shipping
def test_a_step_that_fails_is_named_without_a_traceback(tmp_path: Path) -> None:
    done = built_with(WITHOUT_NETWORK, tmp_path)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "not built, as `" in done.stderr.splitlines()[-1]
