"""How fast `overgreb_rules` answers, beside other ways to do the same: `python -m bench.rules`."""
