"""For those who manage an account."""
