"""The constraint components of SHACL Core (section 4): which parameter is checked by what.

Where pySHACL and the specification differ, the checks do as pySHACL does (tests/shacl tells where); what is not well
formed is left to pySHACL, which says why.
"""

from rdflib import SH, URIRef

from kennisgraaf.validation import nested, sets, values
from kennisgraaf.validation.checks import Maker

MAKERS: dict[URIRef, Maker] = {
    SH["class"]: values.instance_of,
    SH.datatype: values.datatype,
    SH.nodeKind: values.node_kind,
    SH.minCount: sets.min_count,
    SH.maxCount: sets.max_count,
    SH.minExclusive: values.limit(SH.minExclusive, "MinExclusive", lambda order: order > 0),
    SH.minInclusive: values.limit(SH.minInclusive, "MinInclusive", lambda order: order >= 0),
    SH.maxExclusive: values.limit(SH.maxExclusive, "MaxExclusive", lambda order: order < 0),
    SH.maxInclusive: values.limit(SH.maxInclusive, "MaxInclusive", lambda order: order <= 0),
    SH.minLength: values.length(SH.minLength, "MinLength", least=True),
    SH.maxLength: values.length(SH.maxLength, "MaxLength", least=False),
    SH.pattern: values.pattern,
    SH.languageIn: values.language_in,
    SH.uniqueLang: sets.unique_lang,
    SH.equals: sets.equals,
    SH.disjoint: sets.disjoint,
    SH.lessThan: sets.less(SH.lessThan, "LessThan", lambda left, right: bool(left < right)),
    SH.lessThanOrEquals: sets.less(SH.lessThanOrEquals, "LessThanOrEquals", lambda left, right: bool(left <= right)),
    SH.hasValue: sets.has_value,
    SH["in"]: values.member_of,
    SH.closed: sets.closed,
    SH.node: nested.conforms,
    SH["not"]: nested.differs,
    SH["and"]: nested.several(SH["and"], "And", lambda right, of: right == of),
    SH["or"]: nested.several(SH["or"], "Or", lambda right, _: right > 0),
    SH.xone: nested.several(SH.xone, "Xone", lambda right, _: right == 1),
    SH.qualifiedValueShape: nested.qualified,
}
