"""A few of the orders that `python -m tests.resilience.player_orders` plays by the thousand."""

from __future__ import annotations

import pytest

from tests.resilience.player_orders import play_orders


@pytest.mark.parametrize("with_sets", [False, True], ids=["waiting sounds", "recorded sets"])
@pytest.mark.parametrize("seed", range(2))
def test_in_any_order_each_gets_one_valid_answer_and_the_place_holds(
    seed: int, with_sets: bool
) -> None:
    household = play_orders(150, seed, with_sets=with_sets)

    assert household.responses
