"""A provider's answer on its way to the client."""
