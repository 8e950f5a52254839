"""Touchscreen pages: attract loop, browse, read, search, idle reset."""
