"""Named questions: a query with a name, a sentence for people, and typed inputs that are bound as terms.

`load` reads them, `fill` puts a reader's values into one, `rows` says what its table looks like and cuts it into pages.
"""

from kennisgraaf.questions.files import Input, Question, Text, find, load, read
from kennisgraaf.questions.inputs import LARGEST, ask, fill, members

__all__ = ["LARGEST", "Input", "Question", "Text", "ask", "fill", "find", "load", "members", "read"]
