"""Bytes and pictures: the content-addressed store, fonts, QR codes, page rendering."""
