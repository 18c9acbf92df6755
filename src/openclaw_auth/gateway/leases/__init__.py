"""Credentials handed to other processes."""
