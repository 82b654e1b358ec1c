"""Time entries of the embedded account."""
