"""The stored outbox and journal (SQLite), and the pace of requests."""
