"""Logins kept fresh, and dead credentials tried again."""
