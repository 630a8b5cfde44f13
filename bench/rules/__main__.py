"""Run from the root of the repository: python -m bench.rules [--short | --quick]."""

if __name__ == "__main__":
    # Workers that are spawned import this module too, and must not pay for what they do not need.
    from bench.rules.run import main

    main()
