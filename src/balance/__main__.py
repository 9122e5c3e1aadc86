"""The program `balance`, also `python -m balance`: the same flow as the screens, without a browser."""

from balance import frugal


def main() -> int:
    """Run one command. What it loads is told first how to work: linear algebra reads that once, when it is loaded."""
    frugal.be_quick()
    from balance import cli

    return cli.main()


if __name__ == "__main__":
    raise SystemExit(main())
