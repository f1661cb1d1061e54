"""A simulated smart speaker, to try the skill without an Echo."""
