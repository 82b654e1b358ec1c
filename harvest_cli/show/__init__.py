"""Results to text: sentences, tables, records. The only place that prints."""
