"""What the clinic prescribes: exercises, doses and the clinic itself, as validated data."""
