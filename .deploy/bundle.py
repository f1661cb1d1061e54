"""The Lambda bundle, built step by step as the ASK CLI (2.30) builds it, without an account.

    python .deploy/bundle.py [PROJECT]

Copies PROJECT/lambda to PROJECT/.ask/lambda, installs its requirements.txt into that folder with
the pip of a fresh virtual environment, and zips everything but `__pycache__`. Prints the path and
the sizes of the zip.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

LARGEST_UNPACKED = 250 * 1024 * 1024
"""What AWS Lambda takes of a function's code, unpacked, in bytes (its own quota)."""
ZIP_TIME = (1990, 1, 1, 0, 0, 0)
"""One time for every file, so that the same content makes the same zip."""


def build(project: Path) -> Path:
    """Build the bundle of a checkout; the path of the zip.

    Raises CalledProcessError where pip fails, which has then said why.
    """
    folder = project / ".ask" / "lambda"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project / "lambda", folder, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-m", "venv", "venv"], cwd=folder, check=True)
    pip = ["venv/bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "-r", "requirements.txt", "-t", "./"], cwd=folder, check=True)
    shutil.rmtree(folder / "venv")
    return _zipped(folder)


def _zipped(folder: Path) -> Path:
    target = folder / "build.zip"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in files:
            if "__pycache__" not in path.parts:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                bundle.writestr(entry, path.read_bytes())
    return target


def main(arguments: list[str]) -> int:
    """Build and report; 1 where the bundle is too large for Lambda."""
    project = Path(arguments[0]) if arguments else Path(__file__).parent.parent
    target = build(project.resolve())
    with zipfile.ZipFile(target) as bundle:
        unpacked = sum(entry.file_size for entry in bundle.infolist())
    print(f"{target}: {target.stat().st_size} bytes zipped, {unpacked} unpacked")
    return 1 if unpacked > LARGEST_UNPACKED else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
