"""The assistant's way in: a context for each call, the server on standard input and output."""
