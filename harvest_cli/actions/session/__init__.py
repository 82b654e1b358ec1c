"""The session: account, context and conventions of one run."""
