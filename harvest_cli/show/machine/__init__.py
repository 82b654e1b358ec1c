"""Answers as JSON, CSV and TSV, and their JSON Schemas."""
