"""`python -m skill`: the operator's commands and, in a checkout, those of the tools."""

import sys

if sys.hexversion < 0x030B0000:  # before loading anything an older Python cannot parse
    version = ".".join(map(str, sys.version_info[:3]))
    sys.exit("WRONG Python: is " + version + "; install 3.11 or newer, and make .venv of it")

import logging
import os
from importlib.util import find_spec

from skill.operations.operator_commands import main

if __name__ == "__main__":
    if find_spec("skill.tools") is None:  # tools never ship to a server
        ended = main()
    else:
        from skill.tools.cli.developer_commands import ERRORS, add_commands

        ended = main(also=add_commands, errors=ERRORS)
    logging.shutdown()
    # a speech engine aborts a normal exit while one of its threads is speaking
    os._exit(ended)
