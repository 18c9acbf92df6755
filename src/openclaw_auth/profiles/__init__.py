"""Changing what is stored: adding, replacing, ordering, renaming, removing, importing."""
