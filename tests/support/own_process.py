"""Programs in a Python process of their own: in this one everything is loaded already."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any


def told_by(program: str) -> Any:
    """What a program prints, as JSON."""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": ".:lambda"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
