"""How fast the skill is, beside a hello-world skill: programs, run with `python -m tests.bench`."""
