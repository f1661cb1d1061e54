"""What is remembered of a runner, behind one port: see `port.py`; `opening.py` picks the store."""
