"""Words of the field, seeded: compounds of real stems, the common ones far more often, as in prose."""

import itertools
import random

_FRONT = (
    "aanpak armoede arbeid bewoner buurt burger cultuur dorp familie gemeente gezin gezondheid groep hulp"
    " huis jeugd jongeren kans kennis kracht leef mantel netwerk opbouw opvang ouderen ouder overleg"
    " participatie praktijk school schuld sport stad steun straat taal team thuis toekomst veiligheid"
    " vraag vrijwilliger welzijn werk wijk wonen zorg"
)
_BACK = (
    "aanbod advies beeld beleid belang beraad bezoek contact coach dienst doel gesprek groep houding kaart keuze kring"
    " lijn loket maatje methode middel moment onderzoek plan plek proces punt raad regie ruimte taak team teken traject"
    " verband verhaal vorm vraag waarde weg wens werker wijze winkel zicht"
)
_VERBS = "bespreekt bevordert bewaakt deelt duidt herkent ondersteunt onderzoekt organiseert verbindt versterkt"
_ENGLISH = (
    "approach aid care citizen city coach community contact counsel family future group health home hope interest"
    " knowledge language level meeting method need neighbourhood network plan practice question school service skill"
    " space sport street strength support task team trust view volunteer welfare work worker youth"
)


class Words:
    """An endless supply of labels and definitions; the same seed gives the same ones in the same order."""

    def __init__(self, chance: random.Random) -> None:
        """Shuffle the compounds and give the n-th a weight of 1/n."""
        self._chance = chance
        self.dutch = [a + b for a, b in itertools.product(_FRONT.split(), _BACK.split()) if a != b]
        chance.shuffle(self.dutch)
        self._weights = list(itertools.accumulate(1 / n for n in range(1, len(self.dutch) + 1)))

    def label(self) -> str:
        """Return a short Dutch label."""
        verb = self._chance.choice(_VERBS.split())
        return f"{verb} {self._some(self._chance.randint(1, 3))}"

    def english(self, most: int = 4) -> str:
        """Return a short English label."""
        return " ".join(self._chance.choices(_ENGLISH.split(), k=self._chance.randint(2, most)))

    def sentence(self) -> str:
        """Return a Dutch definition."""
        return f"De werker {self.label()} in {self._some(self._chance.randint(6, 16))}."

    def english_sentence(self) -> str:
        """Return an English definition."""
        return f"The worker uses {self.english(18)}."

    def _some(self, many: int) -> str:
        return " ".join(self._chance.choices(self.dutch, cum_weights=self._weights, k=many))
