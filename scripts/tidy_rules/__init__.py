"""The rules of scripts/tidy.py: one file per rule, each with `check(tree) -> findings`."""
