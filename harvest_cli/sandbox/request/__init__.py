"""Requests to the embedded account: authentication, parameters, replies."""
