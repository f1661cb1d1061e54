"""The routine, its words and its screens, read and checked ahead of time: see `load.py`."""
