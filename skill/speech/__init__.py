"""Words and sound: a turn becomes what Alexa says."""
