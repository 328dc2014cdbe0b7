"""A profile of one's own: things chosen from the graph, each at a level, held against what is there already.

Nothing of it is kept here. The whole choice stands in a short text that goes into an address (`choice`); from that text
and one release follow the page, the documents and the statements, each time the same. What may be chosen, and what
hangs on it, is read from the release once (`stock`); which classes and properties that are, say the .rq files alone.
"""

from kennisgraaf.composition.choice import Choice, Remark
from kennisgraaf.composition.comparison import Overlap, compare
from kennisgraaf.composition.composition import Composition
from kennisgraaf.composition.past import Past
from kennisgraaf.composition.stock import Bearer, Level, Stock

__all__ = ["Bearer", "Choice", "Composition", "Level", "Overlap", "Past", "Remark", "Stock", "compare"]
