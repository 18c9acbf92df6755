"""One client's connection: its heads and bodies, who may talk, where it goes."""
