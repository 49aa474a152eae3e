"""The seven ways of working of the generated facility, in hours: invented, plausible, and never those of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import exp, log, sqrt
from random import Random


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Hours around a median, with a long tail; `spread` is the deviation of their logarithm."""

    median: float
    spread: float

    @property
    def mean(self) -> float:
        return self.median * exp(self.spread**2 / 2)

    @property
    def deviation(self) -> float:
        return self.mean * sqrt(exp(self.spread**2) - 1)

    def sample(self, chance: Random) -> float:
        return chance.lognormvariate(log(self.median), self.spread)


@dataclass(frozen=True, slots=True)
class Triangular:
    """Hours between two bounds, most often near a third."""

    low: float
    mode: float
    high: float

    @property
    def median(self) -> float:
        if 2 * self.mode >= self.low + self.high:
            return self.low + sqrt((self.high - self.low) * (self.mode - self.low) / 2)
        return self.high - sqrt((self.high - self.low) * (self.high - self.mode) / 2)

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    @property
    def deviation(self) -> float:
        low, mode, high = self.low, self.mode, self.high
        return sqrt((low * low + mode * mode + high * high - low * mode - low * high - mode * high) / 18)

    def sample(self, chance: Random) -> float:
        return chance.triangular(self.low, self.high, self.mode)


Law = Lognormal | Triangular


@dataclass(frozen=True, slots=True)
class Work:
    """One step: its law, its people, the stand it is done at (None: outside the cleanrooms) and what it needs besides."""

    code: str
    title: str
    law: Law
    crew: tuple[tuple[str, int], ...]
    stand: int | None = None
    open: bool = False
    attended: bool = True
    assay: str = ""
    courier: bool = False
    milestone: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """One way of working: its steps in order, limits in hours between them, stands with the rooms each may use, and its promise.

    A limit (before, after, least, most) runs from the end of one step to the start of another. `days` is the promise counted
    from the release. `anchor` is (root, step, days later, hour of the day).
    """

    name: str
    modality: str
    share: float
    products: tuple[str, ...]
    days: float
    work: tuple[Work, ...]
    limits: tuple[tuple[str, str, float, float | None], ...]
    stands: tuple[tuple[str, tuple[str, ...]], ...]
    patient: bool = False
    instrument: tuple[str, str] = ("", "")
    loans: tuple[tuple[str, str, str], ...] = ()
    anchor: tuple[str, str, int, int] | None = None


def _w(code: str, title: str, law: Law, crew: str, stand: int | None = None, also: str = "", assay: str = "") -> Work:
    """A step whose crew is written "OPS 2" and whose `also` names any of: open, alone (unattended), courier, milestone."""
    pool, _, count = crew.partition(" ")
    people = ((pool, int(count)),) if pool else ()
    words = set(also.split())
    return Work(
        code, title, law, people, stand, "open" in words, "alone" not in words, assay, "courier" in words, "milestone" in words
    )


def _chain(*codes: str) -> tuple[tuple[str, str, float, float | None], ...]:
    """Each of these only after the one before, with no other limit."""
    return tuple((before, after, 0.0, None) for before, after in pairwise(codes))


TRAVEL_H = 36.0
"""Of the seven days from vein to vein, what is spent on the road: cells flown in overnight, the product driven out."""

_QC_CART = (
    _w("QC_FLOW", "Flow cytometry", Lognormal(2.0, 0.15), "QC 1", assay="FLOW"),
    _w("QC_MYCO", "Mycoplasma PCR", Lognormal(3.75, 0.15), "QC 1", assay="PCR"),
    _w("RECORD_REVIEW", "Batch record review", Triangular(0.75, 1.5, 4.0), "QA 1"),
    _w("DISPOSITION", "Disposition", Triangular(0.25, 0.5, 1.0), "QA 1", also="milestone"),
    _w("PACK_SHIP", "Pack and ship", Triangular(0.25, 0.4, 0.75), "LOG 1", also="courier"),
)
_LIMITS_CART: tuple[tuple[str, str, float, float | None], ...] = (
    ("RECEIPT", "CLEARANCE", 0.0, None),
    ("RECEIPT", "ENRICH", 0.0, 24.0),
    ("CLEARANCE", "ENRICH", 0.0, 12.0),
    ("ENRICH", "ACTIVATE", 0.0, 4.0),
    ("ACTIVATE", "TRANSDUCE", 18.0, 30.0),
    ("TRANSDUCE", "WASH_FEED", 18.0, 26.0),
    ("WASH_FEED", "HARVEST", 60.0, 84.0),
    ("HARVEST", "FORMULATE", 0.0, 2.0),
    ("FORMULATE", "CHANGEOVER", 0.0, 12.0),
    ("FORMULATE", "QC_FLOW", 0.0, 8.0),
    ("FORMULATE", "QC_MYCO", 0.0, 24.0),
    ("FORMULATE", "RECORD_REVIEW", 0.0, None),
    ("QC_FLOW", "DISPOSITION", 0.0, None),
    ("QC_MYCO", "DISPOSITION", 0.0, None),
    ("RECORD_REVIEW", "DISPOSITION", 0.0, None),
    ("DISPOSITION", "PACK_SHIP", 0.0, 36.0),
    ("FORMULATE", "PACK_SHIP", 0.0, 72.0),
)

CART_CAMPAIGN = Template(
    "CAR-T campaign", "CART", 0.30, ("ALPHA", "BETA", "GAMMA"), 7 - TRAVEL_H / 24,
    (
        _w("RECEIPT", "Receipt and identity", Triangular(0.33, 0.5, 1.0), "LOG 2"),
        _w("CLEARANCE", "Line clearance", Triangular(0.33, 0.5, 1.0), "OPS 2", 0),
        _w("ENRICH", "Enrichment", Triangular(2.0, 3.0, 5.0), "OPS 2", 0),
        _w("ACTIVATE", "Activation", Triangular(0.5, 0.75, 1.5), "OPS 2", 0),
        _w("TRANSDUCE", "Transduction", Lognormal(1.25, 0.25), "OPS 2", 0),
        _w("WASH_FEED", "Wash and feed", Triangular(0.5, 0.75, 1.5), "OPS 1", 0),
        _w("HARVEST", "Harvest and wash", Triangular(1.0, 1.5, 2.5), "OPS 2", 0, "milestone"),
        _w("FORMULATE", "Formulate and fill", Triangular(0.5, 0.75, 1.5), "OPS 2", 0),
        _w("CHANGEOVER", "Changeover", Triangular(1.0, 1.5, 3.0), "OPS 2", 0),
        *_QC_CART,
    ),
    _LIMITS_CART,
    (("Campaign", ("CR1", "CR2", "CR3")),),
    patient=True, instrument=("ENRICH", "HARVEST"),
)  # fmt: skip

CART_STEPWISE = Template(
    "CAR-T step by step", "CART", 0.30, ("DELTA", "EPSILON"), 7 - TRAVEL_H / 24,
    (
        _w("RECEIPT", "Receipt and identity", Triangular(0.33, 0.5, 1.0), "LOG 2"),
        _w("CLEARANCE", "Line clearance", Triangular(0.33, 0.5, 1.0), "OPS 2", 0),
        _w("ENRICH", "Enrichment", Triangular(2.0, 3.0, 5.0), "OPS 2", 0),
        _w("ACTIVATE", "Activation", Triangular(0.5, 0.75, 1.5), "OPS 2", 0, "open"),
        _w("TRANSDUCE", "Transduction", Lognormal(1.25, 0.25), "OPS 2", 1, "open"),
        _w("WASH_FEED", "Wash and feed", Triangular(0.5, 0.75, 1.5), "OPS 1", 2, "open"),
        _w("HARVEST", "Harvest and wash", Triangular(1.0, 1.5, 2.5), "OPS 2", 3, "milestone"),
        _w("FORMULATE", "Formulate and fill", Triangular(0.5, 0.75, 1.5), "OPS 2", 3, "open"),
        _w("CHANGEOVER", "Changeover", Triangular(1.0, 1.5, 3.0), "OPS 2", 3),
        *_QC_CART,
    ),
    _LIMITS_CART,
    tuple((title, ("CR4", "CR5", "CR6")) for title in ("Activation", "Transduction", "Feed", "Harvest")),
    patient=True, loans=(("INCUBATORS", "ACTIVATE", "HARVEST"),),
)  # fmt: skip

GENE_EDITED = Template(
    "Gene-edited cells", "EDIT", 0.10, ("ZETA", "ETA"), 14.0,
    (
        _w("SELECT", "Thaw and select", Triangular(3.0, 4.0, 6.0), "OPS 2", 0, "open"),
        _w("ELECTROPORATE", "Electroporation", Triangular(0.75, 1.25, 2.0), "OPS 2", 1, "open"),
        _w("REST", "Rest", Triangular(0.75, 1.0, 1.5), "", 1, "alone"),
        _w("HARVEST", "Harvest", Lognormal(3.0, 0.2), "OPS 2", 2, "milestone"),
        _w("FREEZE", "Controlled-rate freezing", Lognormal(2.5, 0.1), "OPS 1", 2),
        _w("QC_FLOW", "Flow cytometry", Lognormal(2.0, 0.15), "QC 1", assay="FLOW"),
        _w("QC_EDIT", "Editing by PCR", Lognormal(3.75, 0.15), "QC 1", assay="PCR"),
        _w("RECORD_REVIEW", "Batch record review", Triangular(1.0, 2.0, 5.0), "QA 1"),
        _w("DISPOSITION", "Disposition", Triangular(0.25, 0.5, 1.0), "QA 1", also="milestone"),
    ),
    (
        ("SELECT", "ELECTROPORATE", 44.0, 76.0), ("ELECTROPORATE", "REST", 0.0, 0.0), ("REST", "HARVEST", 60.0, 110.0),
        ("HARVEST", "FREEZE", 0.0, 3.0), ("HARVEST", "QC_FLOW", 0.0, 24.0), ("HARVEST", "QC_EDIT", 0.0, 72.0),
        *_chain("QC_FLOW", "DISPOSITION"), *_chain("QC_EDIT", "DISPOSITION"), *_chain("FREEZE", "RECORD_REVIEW", "DISPOSITION"),
    ),
    (("Selection", ("CR4", "CR5", "CR6")), ("Editing", ("CR5", "CR6")), ("Harvest", ("CR4", "CR5", "CR6"))),
    patient=True, loans=(("INCUBATORS", "SELECT", "HARVEST"),), anchor=("SELECT", "ELECTROPORATE", 2, 8),
)  # fmt: skip

VIRAL_VECTOR = Template(
    "Viral vector", "VECTOR", 0.06, ("THETA", "IOTA"), 21.0,
    (
        _w("THAW", "Thaw and expand", Lognormal(3.0, 0.2), "VEC 2", 0),
        _w("INOCULATE", "Inoculate", Lognormal(3.0, 0.2), "VEC 2", 0),
        _w("TRANSFECT", "Transfect", Triangular(2.0, 3.0, 4.5), "VEC 2", 0),
        _w("HARVEST", "Harvest", Triangular(1.5, 2.0, 3.5), "VEC 2", 0),
        _w("CLARIFY", "Nuclease and clarify", Lognormal(4.0, 0.2), "VEC 2", 1),
        _w("PURIFY", "Chromatography", Lognormal(6.0, 0.15), "VEC 2", 1),
        _w("CONCENTRATE", "Concentrate and filter", Lognormal(5.0, 0.15), "VEC 2", 1),
        _w("FILL", "Fill", Triangular(3.0, 4.0, 6.0), "VEC 3", 1, "open"),
        _w("QC_TITRE", "Titre", Lognormal(4.0, 0.2), "QC 1", assay="PCR"),
        _w("RECORD_REVIEW", "Batch record review", Triangular(1.5, 3.0, 6.0), "QA 1"),
        _w("DISPOSITION", "Disposition", Triangular(0.25, 0.5, 1.0), "QA 1", also="milestone"),
    ),
    (
        ("THAW", "INOCULATE", 36.0, 72.0), ("INOCULATE", "TRANSFECT", 16.0, 40.0), ("TRANSFECT", "HARVEST", 44.0, 72.0),
        ("HARVEST", "CLARIFY", 0.0, 8.0), ("CLARIFY", "PURIFY", 0.0, 24.0), ("PURIFY", "CONCENTRATE", 0.0, 24.0),
        ("CONCENTRATE", "FILL", 0.0, 24.0), ("FILL", "QC_TITRE", 0.0, 96.0),
        *_chain("QC_TITRE", "DISPOSITION"), *_chain("FILL", "RECORD_REVIEW", "DISPOSITION"),
    ),
    (("Upstream", ("CR7", "CR8")), ("Downstream", ("CR7", "CR8"))),
)  # fmt: skip

MRNA = Template(
    "mRNA", "RNA", 0.08, ("KAPPA",), 12.0,
    (
        _w("LINEARISE", "Linearise the plasmid", Lognormal(4.0, 0.1), "VEC 1", 0),
        _w("TRANSCRIBE", "Transcription", Lognormal(3.0, 0.15), "VEC 1", 0),
        _w("CAP", "Nuclease, cap and tail", Lognormal(2.5, 0.15), "VEC 1", 0),
        _w("PURIFY", "Affinity purification", Lognormal(6.0, 0.15), "VEC 2", 0),
        _w("CONCENTRATE", "Concentrate and filter", Lognormal(5.0, 0.15), "VEC 2", 0),
        _w("ALIQUOT", "Aliquot and freeze", Triangular(1.5, 2.0, 3.0), "VEC 2", 0, "open"),
        _w("QC_PURITY", "Purity by PCR", Lognormal(3.0, 0.15), "QC 1", assay="PCR"),
        _w("RECORD_REVIEW", "Batch record review", Triangular(1.0, 2.0, 5.0), "QA 1"),
        _w("DISPOSITION", "Disposition", Triangular(0.25, 0.5, 1.0), "QA 1", also="milestone"),
    ),
    (
        ("LINEARISE", "TRANSCRIBE", 0.0, 24.0), ("TRANSCRIBE", "CAP", 0.0, 2.0), ("CAP", "PURIFY", 0.0, 24.0),
        ("PURIFY", "CONCENTRATE", 0.0, 24.0), ("CONCENTRATE", "ALIQUOT", 0.0, 12.0), ("ALIQUOT", "QC_PURITY", 0.0, 120.0),
        *_chain("QC_PURITY", "DISPOSITION"), *_chain("ALIQUOT", "RECORD_REVIEW", "DISPOSITION"),
    ),
    (("Synthesis", ("CR8", "CR9")),),
)  # fmt: skip

LNP = Template(
    "Lipid nanoparticles", "RNA", 0.08, ("LAMBDA",), 10.0,
    (
        _w("LIPIDS", "Lipid stock", Lognormal(3.0, 0.1), "VEC 1", 0),
        _w("MIX", "Mix", Triangular(1.5, 2.0, 3.0), "VEC 2", 0),
        _w("EXCHANGE", "Buffer exchange", Lognormal(5.0, 0.15), "VEC 2", 0),
        _w("FILTER", "Adjust and filter", Triangular(1.0, 1.75, 2.5), "VEC 2", 0, "open"),
        _w("QC_SIZE", "Size and content", Lognormal(3.0, 0.2), "QC 1"),
        _w("RECORD_REVIEW", "Batch record review", Triangular(1.0, 2.0, 5.0), "QA 1"),
        _w("DISPOSITION", "Disposition", Triangular(0.25, 0.5, 1.0), "QA 1", also="milestone"),
    ),
    (
        ("LIPIDS", "MIX", 0.0, 48.0), ("MIX", "EXCHANGE", 0.0, 4.0), ("EXCHANGE", "FILTER", 0.0, 24.0),
        ("FILTER", "QC_SIZE", 0.0, 72.0), *_chain("QC_SIZE", "DISPOSITION"), *_chain("FILTER", "RECORD_REVIEW", "DISPOSITION"),
    ),
    (("Formulation", ("CR8", "CR9")),),
)  # fmt: skip

FILL_FINISH = Template(
    "Fill and finish", "FILL", 0.08, ("MU", "NU"), 10.0,
    (
        _w("SET_UP", "Set up the isolator", Lognormal(2.0, 0.2), "VEC 2", 0),
        _w("FILTER", "Filter", Triangular(0.75, 1.0, 1.5), "VEC 2", 0),
        _w("FILL", "Fill", Triangular(3.0, 4.5, 6.5), "VEC 3", 0, "open"),
        _w("CLEAN", "Clean down", Lognormal(3.0, 0.15), "VEC 2", 0),
        _w("INSPECT", "Visual inspection", Lognormal(3.0, 0.2), "QC 1"),
        _w("LABEL", "Label", Lognormal(2.0, 0.15), "LOG 1"),
        _w("RECORD_REVIEW", "Batch record review", Triangular(1.0, 2.0, 5.0), "QA 1"),
        _w("DISPOSITION", "Disposition", Triangular(0.25, 0.5, 1.0), "QA 1", also="milestone"),
    ),
    (
        ("SET_UP", "FILTER", 0.0, 12.0), ("FILTER", "FILL", 0.0, 8.0), ("FILL", "CLEAN", 0.0, 12.0),
        *_chain("FILL", "INSPECT", "LABEL", "DISPOSITION"), *_chain("FILL", "RECORD_REVIEW", "DISPOSITION"),
    ),
    (("Filling", ("CR9",)),),
)  # fmt: skip

TEMPLATES = (CART_CAMPAIGN, CART_STEPWISE, GENE_EDITED, VIRAL_VECTOR, MRNA, LNP, FILL_FINISH)
