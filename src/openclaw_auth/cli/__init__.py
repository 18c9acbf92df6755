"""The command line: parse here, work elsewhere."""
