"""`openclaw onboard` and `configure`: questions, and options in their place."""
