"""Starts the program: hardens the process before anything else is loaded, then hands over to the command line."""

import sys


def main() -> int:
    """Run the program; the exit code."""
    from adviser_desk.hardening import harden

    harden()
    from adviser_desk import terminal

    terminal.prepare()
    from adviser_desk.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
