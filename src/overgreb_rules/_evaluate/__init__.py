"""The pipeline and the questions asked of it."""
