"""Trials: the promises of SECURITY.md, held against real servers, chance and ill will."""
