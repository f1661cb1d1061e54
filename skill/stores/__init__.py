"""Stores for runners' documents: the port is in skill/service/ports.py; `open_store.py` chooses."""
