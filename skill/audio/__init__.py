"""Turns as clips for a device's player: their names, and which of them exist."""
