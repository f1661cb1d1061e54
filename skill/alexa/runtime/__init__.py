"""Alexa's SDK, and the short way past it: the same handlers, the same answers, far less work."""
