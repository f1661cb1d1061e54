"""Random conversations, as many turns of them as one likes.

python -m tests.resilience.conversations --turns 100000
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from random import Random

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.resilience.machine import HouseholdMachine

EXAMPLES = 50


def run(turns: int, first_seed: int, *, shrink: bool = False) -> int:
    """Play conversations until so many turns are answered; raises if a promise is broken.

    With `shrink`, hypothesis looks for a shorter one that breaks it too; that takes minutes.
    """
    seeds = Random(first_seed)
    HouseholdMachine.turns = 0
    how = settings(
        max_examples=EXAMPLES,
        stateful_step_count=40,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    while HouseholdMachine.turns < turns:
        seeded = seed(seeds.randrange(2**32))(type("Seeded", (HouseholdMachine,), {}))
        run_state_machine_as_test(seeded, settings=how)
    return HouseholdMachine.turns


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the conversations and say how many turns they had."""
    parser = argparse.ArgumentParser(prog="python -m tests.resilience.conversations")
    parser.add_argument("--turns", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shrink", action="store_true", help="shorten what breaks a promise")
    options = parser.parse_args(arguments)
    logging.lastResort = None
    print(f"{run(options.turns, options.seed, shrink=options.shrink)} turns, every promise kept")


if __name__ == "__main__":
    main()
