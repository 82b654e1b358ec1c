"""Names of projects, clients and tasks, and how words match them."""
