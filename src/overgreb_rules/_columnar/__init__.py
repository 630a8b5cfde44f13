"""Evaluation of many cases at once as columns: cases are grouped by signature, one of each group is evaluated."""
