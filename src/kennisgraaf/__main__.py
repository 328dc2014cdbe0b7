"""`python -m kennisgraaf` is the command line."""

from kennisgraaf.cli import main

main()
