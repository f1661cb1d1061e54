"""The commands of a checkout: run, talk, serve, render, prerender, check and model."""
