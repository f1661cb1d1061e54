"""`python -m skill`: the operator's commands and, in a checkout, those of the tools."""

import sys

if sys.hexversion < 0x030B0000:  # before loading anything an older Python cannot parse
    version = ".".join(map(str, sys.version_info[:3]))
    sys.exit("WRONG Python: is " + version + "; install 3.11 or newer, and make .venv of it")

import logging
import os
from importlib.util import find_spec

from skill.operations.command_line import run


def main() -> int:
    """Load the commands that are here and run one; its exit code."""
    from skill.operations import operator_commands

    if find_spec("skill.tools") is None:  # tools never ship to a server
        return operator_commands.main()
    from skill.tools.cli.developer_commands import ERRORS, add_commands

    return operator_commands.main(also=add_commands, errors=ERRORS)


if __name__ == "__main__":
    ended = run(main)
    logging.shutdown()
    # a speech engine aborts a normal exit while one of its threads is speaking
    os._exit(ended)
