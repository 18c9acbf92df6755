"""Where a credential may come from besides a profile: environment, config keys, references."""
