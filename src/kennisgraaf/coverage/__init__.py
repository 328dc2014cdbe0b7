"""Coverage: which topics of a framework a programme teaches or asks for, what it leaves out, and how sure that is.

One idea carries it: a whole does what its parts do, and where nobody has compared it with a framework, nothing is
missing but all is unknown. Which classes and properties this is about stands in the .rq files beside this module; a
programme of somebody's own counts as soon as it has those.
"""

from kennisgraaf.coverage.comparison import Pair, compare
from kennisgraaf.coverage.overview import Gap, Overview, overview
from kennisgraaf.coverage.record import Link, Scheme, Thing
from kennisgraaf.coverage.survey import STATES, Cell, Line, Survey, read

__all__ = [
    "STATES",
    "Cell",
    "Gap",
    "Line",
    "Link",
    "Overview",
    "Pair",
    "Scheme",
    "Survey",
    "Thing",
    "compare",
    "overview",
    "read",
]
