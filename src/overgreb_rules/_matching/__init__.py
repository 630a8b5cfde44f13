"""Rule programs and the matchers that run them."""
