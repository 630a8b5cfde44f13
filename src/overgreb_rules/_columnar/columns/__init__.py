"""Arrays of the columnar evaluation: events, fact codes, day numbers and deadlines."""
