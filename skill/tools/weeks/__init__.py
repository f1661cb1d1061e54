"""Plays weeks of workouts with the coach, to be read."""
