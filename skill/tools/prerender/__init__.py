"""Renders ahead what the AudioPlayer is to play; never shipped."""
