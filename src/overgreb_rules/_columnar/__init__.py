"""Many cases at once, as columns: grouped by shape, each shape judged once, dates computed for all of it together."""
