"""`openclaw gateway …`, and what asks or reads a running one."""
