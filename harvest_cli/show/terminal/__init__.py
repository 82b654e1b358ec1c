"""The terminal: streams, colours, widths, tables, and text made safe for it."""
