"""The rule language: vocabulary, model, parsers."""
