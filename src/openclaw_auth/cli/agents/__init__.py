"""`openclaw agents …`."""
