"""OAuth 2.0: clients, requests to token endpoints, and the flows of a login. Effects at the edge.

What a request holds and what an answer means is pure; a flow is a generator that yields requests,
so that a command and the gateway drive the same code (`drive`, `wire`).
"""
