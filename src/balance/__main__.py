"""`python -m balance`: the same flow as the screens, without a browser."""

from balance.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
