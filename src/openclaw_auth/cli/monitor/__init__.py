"""`openclaw monitor …`."""
