"""`python -m skill serve`: a port, waitress, and the unsigned requests that a desk may send."""
