"""Alexa's SDK, and the direct way past it: same handlers, same answers, far less work."""
