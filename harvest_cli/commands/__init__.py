"""The command line: each verb turns words and flags into an action, shows its answer."""
