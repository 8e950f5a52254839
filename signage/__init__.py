"""Screens: pairing, plans and pointers, the device API, the player, LED drivers."""
