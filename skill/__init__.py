"""Hamstring Coach: a voice coach for a physical therapy clinic's six hamstring exercises."""
