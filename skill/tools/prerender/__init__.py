"""Renders the clips of the AudioPlayer ahead of time."""
