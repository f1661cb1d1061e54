"""Alexa's side: a request becomes a command, a turn becomes a response."""
