"""A batch's own history on paper: what it is, every entry that speaks of it, each signature whole, and no other sponsor."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from console.domain.batch import Batch
from console.domain.facility import Product
from console.domain.floor import Floor
from console.report.tree import Block, Document, Imprint, Section, SignatureBlock, Table, Words, stamp
from console.service.change import Signed
from console.service.ports import HistoryRow, WholeHistory
from console.view.audit_printed import zone_signed_in

HEADINGS = ("Entry", "Happened", "Recorded", "Who", "What", "Details", "Reason", "Signed")
COPY = "This is a copy; the journal is the record."
_AT_ONCE_S = 60


def history_paper(floor: Floor, batch: str, whole: WholeHistory, imprint: Imprint) -> Document | None:
    """The history of a batch as far as the imprint's entries go; None when there is no entry."""
    rows = [row for row in whole.rows if row.n <= imprint.entries]
    return history_document(floor, batch, rows, whole.signed, imprint) if rows else None


def history_document(
    floor: Floor, batch: str, rows: Sequence[HistoryRow], signed: Mapping[str, Sequence[Signed]], imprint: Imprint
) -> Document:
    """The history of a batch, oldest entry first; `rows` may come in any order, `signed` are signatures by the entry's id.

    What people wrote about other sponsors' batches, patients, products and names is said as "another batch" and so on.
    """
    told = floor.batches.get(batch) or floor.left.get(batch)
    others = _Others(floor, told)
    kept = [others.unnamed(row) for row in sorted(rows, key=lambda row: row.n)]
    unsaid = sum(mine != row for mine, row in zip(kept, sorted(rows, key=lambda row: row.n), strict=True))
    table = Table(HEADINGS, tuple(_line(row, imprint) for row in kept), frozenset({0}))
    blocks: list[Block] = [table]
    if unsaid:
        blocks.insert(0, Words(f"In {unsaid} of {len(kept)} entries what belongs to other sponsors is not named."))
    sections = [
        Section("Every entry that speaks of it", tuple(blocks)),
        Section("Signatures", tuple(_signatures(kept, signed, imprint))),
    ]
    facts = tuple((name, said) for name, said in _facts(floor, batch, told, imprint) if said)
    return Document(f"History of batch {batch}", COPY, imprint, facts, tuple(sections))


def _facts(floor: Floor, name: str, batch: Batch | None, imprint: Imprint) -> Iterator[tuple[str, str]]:
    yield "Batch", name
    if batch is None:
        return
    product = floor.product_of(batch)
    names = {sponsor.id: sponsor.name for sponsor in floor.facility.sponsors} if floor.facility else {}
    yield "Product", _product_words(product) if product else batch.product
    yield "Sponsor", names.get(product.sponsor, product.sponsor) if product else ""
    yield "Recipe", batch.recipe
    yield "Chain of identity", f"ends with {batch.coi_tail}" if batch.coi else ""
    yield "State", "as reported" if batch.reported else batch.status.value.lower().replace("_", " ")
    yield "Opened", stamp(batch.opened_at, imprint.zone) if batch.opened_at else ""
    yield "Released", stamp(batch.released_at, imprint.zone) if batch.released_at else ""
    yield "Holds", "; ".join(hold.reason for hold in batch.holds.values())


def _product_words(product: Product) -> str:
    return product.title if product.title.startswith(product.id) else f"{product.id} {product.title}"


def _line(row: HistoryRow, imprint: Imprint) -> tuple[str, ...]:
    late = abs((row.recorded_at - row.at).total_seconds()) >= _AT_ONCE_S
    recorded = stamp(row.recorded_at, imprint.zone) if late else "at once"
    return str(row.n), stamp(row.at, imprint.zone), recorded, row.who, row.what, row.detail, row.reason, row.signed


def _signatures(rows: Iterable[HistoryRow], signed: Mapping[str, Sequence[Signed]], imprint: Imprint) -> Iterator[Block]:
    blocks: list[Block] = [
        SignatureBlock(
            s.name,
            s.user,
            s.role.replace("_", " "),
            s.meaning,
            s.at,
            zone_signed_in(s, imprint.zone),
            s.over,
            f"entry {row.n}: {row.what}",
        )
        for row in rows
        for s in signed.get(row.entry, ())
    ]
    yield from blocks or [Words("Nothing was signed.")]


class _Others:
    """What belongs to other sponsors, by the words it is known under, and what is said in their place."""

    def __init__(self, floor: Floor, batch: Batch | None) -> None:
        product = floor.product_of(batch) if batch else None
        own = product.sponsor if product else ""
        said: dict[str, str] = {}
        facility = floor.facility
        products = {p.id: p for p in facility.products} if facility else {}
        for other in (*floor.batches.values(), *floor.left.values()):
            made = products.get(other.product)
            if made is not None and made.sponsor != own and (batch is None or other.id != batch.id):
                said |= {other.id: "another batch", other.coi: "another patient", other.subject: "another patient"}
        for made in products.values():
            if made.sponsor != own:
                said |= {made.id: "another product", made.title: "another product"}
        for sponsor in facility.sponsors if facility else ():
            if sponsor.id != own:
                said |= {sponsor.id: "another sponsor", sponsor.name: "another sponsor"}
        said.pop("", None)
        self._said = {word.casefold(): instead for word, instead in said.items()}
        longest = sorted(map(re.escape, said), key=len, reverse=True)
        self._word = re.compile(rf"(?<![\w-])(?:{'|'.join(longest)})(?![\w-])", re.IGNORECASE) if longest else None

    def unnamed(self, row: HistoryRow) -> HistoryRow:
        """The row without what belongs to others."""
        return replace(row, what=self._of(row.what), detail=self._of(row.detail), reason=self._of(row.reason))

    def _of(self, text: str) -> str:
        return self._word.sub(lambda found: self._said[found[0].casefold()], text) if self._word else text
