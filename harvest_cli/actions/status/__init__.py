"""Status: the running timer, and the day and week against their targets."""
