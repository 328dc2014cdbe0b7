"""`python -m kennisgraaf` is the command line."""

from kennisgraaf.cli import main

if __name__ == "__main__":  # the server's worker processes import this module again
    main()
