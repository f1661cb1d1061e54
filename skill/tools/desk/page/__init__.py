"""The desk's page: a simulated smart speaker with a screen, in a browser on this machine."""
