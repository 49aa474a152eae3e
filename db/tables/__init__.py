"""The tables of a site's journal.db, by what they are for."""

from db.tables.desk import draft, setting
from db.tables.journal import arrival, chain, chain_head, checkpoint, entry, entry_entity, mark, waiting
from db.tables.kept import forecast_kept, reading, series_seal
from db.tables.metadata import metadata
from db.tables.original import original
from db.tables.people import credential
from db.tables.projections import SEARCH, TERMS, batch_row, entry_search, entry_term, step_row
from db.tables.snapshot import snapshot
from db.tables.stone import stone, stone_part
from db.tables.triggers import APPEND_ONLY, trigger_statements

__all__ = [
    "APPEND_ONLY",
    "SEARCH",
    "TERMS",
    "arrival",
    "batch_row",
    "chain",
    "chain_head",
    "checkpoint",
    "credential",
    "draft",
    "entry",
    "entry_entity",
    "entry_search",
    "entry_term",
    "forecast_kept",
    "mark",
    "metadata",
    "original",
    "reading",
    "series_seal",
    "setting",
    "snapshot",
    "step_row",
    "stone",
    "stone_part",
    "trigger_statements",
    "waiting",
]
