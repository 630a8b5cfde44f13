"""Partition of cases into slices, their signatures, and the evaluation of one slice per signature."""
