"""What one publication brings: passages, and the things that it speaks of, each with where it stands."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from bench.source import INFERRED, Source, Statement
from bench.terms import dutch, name, number, thing


class Publication(Source):
    """A source with its own frameworks; how large it is follows from chance, most are small."""

    @cached_property
    def competencies(self) -> list[str]:
        """Return the competencies, which much else depends on."""
        return self._names("competentie", self._size)

    def statements(self, earlier: Sequence[str]) -> Iterator[Statement]:
        """Yield everything; earlier are competencies of other publications, that ours may be close to."""
        for index, passage in enumerate(self._passages):
            yield from self._passage(index, passage)
        yield from self._know()
        yield from self._compete(earlier)
        yield from self._profile()
        yield from self._support()

    def _know(self) -> Iterator[Statement]:
        """Yield knowledge: domains, topics below them, topics below those."""
        size = len(self.competencies)
        domains = self._names("kennisdomein", max(2, size // 4))
        topics, details = self._names("kennisonderwerp", size), self._names("kennisdeelonderwerp", size)
        belongs = dict(zip(domains, domains, strict=True))
        for kind, terms, above in (
            ("Kennisdomein", domains, ()),
            ("Kennisonderwerp", topics, domains),
            ("Kennisdeelonderwerp", details, topics),
        ):
            for number_, term in enumerate(terms, 1):
                yield from self._thing(term, kind)
                yield from self._say(term, ("kg:volgnummer", number(number_)))
                if above:
                    broader = self._chance.choice(above)
                    belongs[term] = belongs[broader]
                    yield from self._both(term, "skos:broader", broader, "skos:narrower")
                    yield from self._both(term, "kg:inKennisdomein", belongs[term], "kg:omvatKennis")
        self._knowledge = topics + details

    def _compete(self, earlier: Sequence[str]) -> Iterator[Statement]:
        """Yield themes, competencies, their indicators, and mappings to competencies of others."""
        themes = self._names("competentiethema", max(2, len(self.competencies) // 3))
        for index, theme in enumerate(themes):
            above = self._chance.choice([thing("competentiethema", self._chance.choice(self._roots)), *themes[:index]])
            yield from self._thing(theme, "Competentiethema")
            yield from self._both(theme, "skos:broader", above, "skos:narrower")
        for index, term in enumerate(self.competencies, 1):
            yield from self._thing(term, "Competentie")
            yield from self._say(term, ("kg:volgnummer", number(index)), ("skos:notation", f'"{self.code}.{index}"'))
            yield from self._both(term, "skos:broader", self._chance.choice(themes), "skos:narrower")
            for topic in self._chance.sample(self._knowledge, self._chance.choice((0, 1, 1, 2, 3))):
                yield from self._both(term, "kg:steuntOpKennis", topic, "kg:steunt")
            yield from self._indicators(term)
            if earlier and self._chance.random() < 0.2:
                yield from self._mapping(term, self._chance.choice(earlier))

    def _indicators(self, competency: str) -> Iterator[Statement]:
        for index in range(1, self._chance.randint(3, 8)):
            kind = self._chance.choice(("Procesindicator", "Procesindicator", "Resultaatindicator"))
            code = f"{competency.rpartition('/')[2][:-1]}-i{index}"
            term = thing(kind, code)
            yield from self._thing(term, kind, "kg:uitleg")
            yield from self._say(term, ("kg:volgnummer", number(index)))
            yield from self._both(term, "kg:indicatorVan", competency, "kg:heeftIndicator")

    def _mapping(self, one: str, other: str) -> Iterator[Statement]:
        axiom = thing("uitspraak", f"{one.rpartition('/')[2][:-1]}-bij-{other.rpartition('/')[2][:-1]}")
        yield from self._say(one, ("skos:closeMatch", other))
        yield from self._say(
            axiom,
            ("rdf:type", name("owl:Axiom")),
            ("owl:annotatedSource", one),
            ("owl:annotatedProperty", name("skos:closeMatch")),
            ("owl:annotatedTarget", other),
            ("rdfs:comment", dutch(self._words.sentence())),
            ("sssom:confidence", f'"0.{self._chance.randint(5, 9)}"'),
        )

    def _profile(self) -> Iterator[Statement]:
        """Yield profiles with what they require, professions, levels, functions at organisations."""
        levels = self._names("functieniveau", 4)
        for index, level in enumerate(levels, 1):
            yield from self._thing(level, "Functieniveau")
            yield from self._say(level, ("kg:volgnummer", number(index)))
            for lower in levels[: index - 1]:
                yield level, name("kg:hogerDan"), lower, INFERRED
        organisations = self._names("organisatie", len(self.competencies))
        for term in organisations:
            yield from self._thing(term, "Organisatie", "skos:note")
        for index, profession in enumerate(self._names("beroep", max(1, len(self.competencies) // 5)), 1):
            yield from self._thing(profession, "Beroep")
            profile = thing("beroepscompetentieprofiel", f"{self.code}-{index}")
            yield from self._thing(profile, "Beroepscompetentieprofiel")
            yield from self._both(profession, "kg:heeftProfiel", profile, "kg:profielVan")
            yield from self._require(profile)
            for order in range(1, 4):
                role = thing("functie", f"{self.code}-{index}-{order}")
                yield from self._thing(role, "Functie")
                yield from self._say(role, ("kg:functieBij", self._chance.choice(organisations)))
                yield from self._say(role, ("kg:verschijningsvormVan", profession))
                yield from self._both(role, "kg:heeftFunctieniveau", self._chance.choice(levels), "kg:functieniveauVan")

    def _require(self, profile: str) -> Iterator[Statement]:
        for competency in self._chance.sample(self.competencies, self._chance.randint(3, len(self.competencies))):
            term = thing(
                "competentievereiste", f"{profile.rpartition('/')[2][:-1]}-{competency.rpartition('-')[2][:-1]}"
            )
            yield from self._thing(term, "Competentievereiste", "skos:note")
            yield from self._both(profile, "kg:heeftVereiste", term, "kg:vereisteVan")
            yield from self._both(term, "kg:betreftCompetentie", competency, "kg:betroffenIn")
            yield from self._say(
                term, ("kg:opOpleidingsniveau", thing("opleidingsniveau", self._chance.choice(self._levels)))
            )
            yield profile, name("kg:vereistCompetentie"), competency, INFERRED
            yield competency, name("kg:vereistDoor"), profile, INFERRED

    def _support(self) -> Iterator[Statement]:
        """Yield interests with their parties, ways of working, dilemmas with their poles."""
        size = len(self.competencies)
        parties, interests = self._names("partijsoort", max(2, size // 3)), self._names("belang", size)
        for term in parties:
            yield from self._thing(term, "Partijsoort")
        for term in interests:
            yield from self._thing(term, "Belang")
            if self._chance.random() < 0.7:
                yield from self._both(term, "kg:behartigdDoor", self._chance.choice(parties), "kg:behartigtBelang")
            for competency in self._chance.sample(self.competencies, self._chance.choice((0, 1, 1, 2))):
                yield from self._both(term, "kg:gediendDoorCompetentie", competency, "kg:dientBelang")
        for term in self._names("werkvorm", size):
            yield from self._thing(term, "Werkvorm")
            yield from self._say(term, ("kg:ondersteuntCompetentie", self._chance.choice(self.competencies)))
        for index, term in enumerate(self._names("dilemma", size // 2), 1):
            yield from self._thing(term, "Dilemma")
            yield from self._say(term, ("kg:vraagtOmCompetentie", self._chance.choice(self.competencies)))
            for side in "AB":
                pole = thing("pool", f"{self.code}-{index}-{side.lower()}")
                yield from self._thing(pole, "Pool", "kg:uitleg")
                yield from self._both(term, f"kg:pool{side}", pole, f"kg:pool{side}Van")
                yield from self._both(term, "kg:heeftPool", pole, "kg:poolVan")
