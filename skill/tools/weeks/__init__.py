"""A runner who comes back week after week, played with the coach itself, to be read."""
