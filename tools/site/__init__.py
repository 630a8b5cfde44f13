"""The documentation site: pages made from the rules beside those that somebody wrote, staged for Zensical."""
