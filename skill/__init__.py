"""Hamstring Coach: a voice coach for a physical therapy clinic's six hamstring exercises."""

__version__ = "0.2.0"
