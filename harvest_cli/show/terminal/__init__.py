"""The terminal: streams, colour, widths, tables."""
