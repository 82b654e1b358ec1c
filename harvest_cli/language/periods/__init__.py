"""Looking back: words to days, groupings, and what narrows a list or report."""
