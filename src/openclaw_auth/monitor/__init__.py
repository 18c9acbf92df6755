"""Watching credentials and telling people: conditions, changes, what was sent, and the sending."""
