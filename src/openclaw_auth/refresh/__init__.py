"""Refreshing logins: one refresher per grant, with a journal, so that no crash loses a token.

A refresh token may be single-use: whoever sends it twice, or loses the answer, logs the user out.
So everything here happens under one lock per grant, looks again before it acts, and writes down
what it is about to do before it does it.
"""
