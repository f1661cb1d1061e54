"""Benchmarks of the skill beside a hello-world skill; run with `python -m tests.bench`."""
