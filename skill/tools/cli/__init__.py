"""The commands that a checkout has: talk, serve, check, render, and write the model."""
