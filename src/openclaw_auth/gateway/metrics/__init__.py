"""What Prometheus reads: counts of what happened, gauges of how things stand, and their text."""
