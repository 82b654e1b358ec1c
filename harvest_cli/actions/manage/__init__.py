"""For those who manage an account: its people, and the tasks of its projects."""
