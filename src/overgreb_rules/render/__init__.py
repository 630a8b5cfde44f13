"""The faces of an answer: what a person sees."""
