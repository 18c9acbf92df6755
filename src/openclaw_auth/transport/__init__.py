"""HTTP to a provider: the pooled client of the gateway, the blocking one of commands."""
