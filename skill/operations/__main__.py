"""`python -m skill.operations`: doctor, backup and restore without the desk's rooms."""

import sys

if sys.hexversion < 0x030B0000:  # said before anything is loaded that an older one cannot read
    version = ".".join(map(str, sys.version_info[:3]))
    sys.exit("WRONG Python: is " + version + "; install 3.11 or newer, and make .venv of it")

from skill.operations.commands import main

sys.exit(main())
