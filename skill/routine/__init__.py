"""The clinic's prescription as validated data: exercises, doses and the clinic itself."""
