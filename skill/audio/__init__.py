"""Turns as clips for a device's player: what each is called, and which there are."""
