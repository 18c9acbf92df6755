"""A credential lent for one request: who is next, the lease, and what follows from its outcome."""
