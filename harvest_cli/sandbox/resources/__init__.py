"""The other resources of the embedded account."""
