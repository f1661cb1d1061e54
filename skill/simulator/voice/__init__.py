"""A voice for the desk: responses as sound, rendered on this machine. An optional extra."""
