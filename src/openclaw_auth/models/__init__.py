"""Which models a config names, and the edits that change it."""
