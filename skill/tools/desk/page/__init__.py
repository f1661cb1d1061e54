"""The desk's page: a smart speaker with a screen, in a browser on this machine."""
