"""Tools for those who work on the skill. None of them ships."""
