"""The local HTTP server that lends credentials to clients."""
