"""`openclaw completion`, and the values that it completes."""
