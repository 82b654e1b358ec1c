"""What people read after a command: confirmations, lists, errors."""
