"""The Alexa SDK, made fast: the same answers, with less loaded and less looked up."""
