"""`python -m skill serve`: waitress, a free port, and unsigned requests from this machine."""
