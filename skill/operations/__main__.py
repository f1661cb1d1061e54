"""`python -m skill.operations`: doctor, backup and restore without the desk's rooms."""

import sys

from skill.operations.commands import main

sys.exit(main())
