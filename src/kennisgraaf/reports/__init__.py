"""What a check found, written down: for people, for programs and for the services that show it beside a change.

One module per form, each with a function `render` from an Outcome to pieces of text in order; none of them reads or
writes a file, so that 50,000 findings go out as they are written.
"""

from kennisgraaf.reports.outcome import Entry, Outcome, enter

__all__ = ["Entry", "Outcome", "enter"]
