"""Text: tokens, folding, vocabulary, and what a reading is."""
