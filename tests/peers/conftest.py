"""Makes the peers' fixtures known here; other folders import them the same way."""

from peers.fixtures import aimock_peer, llmock_peer

__all__ = ["aimock_peer", "llmock_peer"]
