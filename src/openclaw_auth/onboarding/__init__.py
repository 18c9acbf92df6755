"""Setting a host up: which choices there are, and what answers come to as a plan of writes."""
