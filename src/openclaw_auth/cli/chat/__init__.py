"""`openclaw chat` and `agent`."""
