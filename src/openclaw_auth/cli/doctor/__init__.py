"""`openclaw doctor`."""
