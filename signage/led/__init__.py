"""LED strips: a player without a browser that feeds frames by DDP."""
