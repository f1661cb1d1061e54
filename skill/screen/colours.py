"""The colours that mean something, and the version of APL that everything on a screen is."""

VERSION = "1.4"

LEFT, RIGHT = "#FFB020", "#4CC9FF"
"""The two legs, told apart from three metres and by the colour-blind."""
WORK, REST, READY = "#4FE39A", "#8FB5FF", "#FFFFFF"
