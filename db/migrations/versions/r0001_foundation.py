"""The first shape of a journal, written out once and never changed."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE arrival (
    upto INTEGER NOT NULL,
    count INTEGER NOT NULL,
    at INTEGER NOT NULL,
    source TEXT NOT NULL,
    CONSTRAINT pk_arrival PRIMARY KEY (upto)
)
 STRICT
    """,
    """
CREATE TABLE batch_row (
    batch TEXT NOT NULL,
    recipe TEXT NOT NULL,
    product TEXT NOT NULL,
    sponsor TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    promise_at INTEGER,
    reported INTEGER NOT NULL,
    plain BLOB NOT NULL,
    CONSTRAINT pk_batch_row PRIMARY KEY (batch),
    CONSTRAINT ck_batch_row_reported_flag CHECK (reported IN (0, 1))
)
 WITHOUT ROWID,
 STRICT
    """,
    "CREATE INDEX ix_batch_row_opened_at ON batch_row (opened_at)",
    "CREATE INDEX ix_batch_row_status ON batch_row (status, opened_at)",
    """
CREATE TABLE chain (
    id TEXT NOT NULL,
    device TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    CONSTRAINT pk_chain PRIMARY KEY (id),
    CONSTRAINT ck_chain_id_length CHECK (length(id) = 32),
    CONSTRAINT ck_chain_key_length CHECK (length(public_key) = 32)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE credential (
    user TEXT NOT NULL,
    verifier TEXT NOT NULL,
    public_key BLOB,
    sealed_key BLOB,
    failed INTEGER DEFAULT '0' NOT NULL,
    failed_at INTEGER,
    changed_at INTEGER NOT NULL,
    CONSTRAINT pk_credential PRIMARY KEY (user),
    CONSTRAINT ck_credential_failed_counts CHECK (failed >= 0)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE draft (
    user TEXT NOT NULL,
    place TEXT NOT NULL,
    body BLOB NOT NULL,
    changed_at INTEGER NOT NULL,
    CONSTRAINT pk_draft PRIMARY KEY (user, place)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE forecast_kept (
    batch TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    p10 INTEGER,
    p25 INTEGER,
    p50 INTEGER,
    p75 INTEGER,
    p90 INTEGER,
    end_p10 INTEGER,
    end_p50 INTEGER,
    end_p90 INTEGER,
    p_keep INTEGER,
    p_never INTEGER,
    n_history INTEGER NOT NULL,
    CONSTRAINT pk_forecast_kept PRIMARY KEY (batch, made_at),
    CONSTRAINT ck_forecast_kept_p_keep_ppm CHECK (p_keep BETWEEN 0 AND 1000000),
    CONSTRAINT ck_forecast_kept_p_never_ppm CHECK (p_never BETWEEN 0 AND 1000000)
)
 WITHOUT ROWID,
 STRICT
    """,
    "CREATE INDEX ix_forecast_kept_made_at ON forecast_kept (made_at)",
    """
CREATE TABLE mark (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_mark PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE reading (
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    value TEXT NOT NULL,
    unit TEXT NOT NULL,
    CONSTRAINT pk_reading PRIMARY KEY (subject, name, at)
)
 WITHOUT ROWID,
 STRICT
    """,
    "CREATE INDEX ix_reading_at ON reading (at)",
    """
CREATE TABLE series_seal (
    series TEXT NOT NULL,
    hour INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    digest BLOB NOT NULL,
    CONSTRAINT pk_series_seal PRIMARY KEY (series, hour),
    CONSTRAINT ck_series_seal_digest_length CHECK (length(digest) = 32)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE setting (
    name TEXT NOT NULL,
    value BLOB NOT NULL,
    changed_at INTEGER NOT NULL,
    CONSTRAINT pk_setting PRIMARY KEY (name)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE snapshot (
    n INTEGER NOT NULL,
    lamport INTEGER NOT NULL,
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    arrived INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    app TEXT NOT NULL,
    floor TEXT NOT NULL,
    body BLOB NOT NULL,
    sig BLOB NOT NULL,
    CONSTRAINT pk_snapshot PRIMARY KEY (n),
    CONSTRAINT ck_snapshot_sig_length CHECK (length(sig) = 64)
)
 STRICT
    """,
    """
CREATE TABLE step_row (
    batch TEXT NOT NULL,
    step TEXT NOT NULL,
    title TEXT NOT NULL,
    lane TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    planned_start INTEGER,
    planned_end INTEGER,
    baseline_start INTEGER,
    baseline_end INTEGER,
    state TEXT NOT NULL,
    reported INTEGER NOT NULL,
    plain BLOB NOT NULL,
    CONSTRAINT pk_step_row PRIMARY KEY (batch, step),
    CONSTRAINT ck_step_row_reported_flag CHECK (reported IN (0, 1))
)
 WITHOUT ROWID,
 STRICT
    """,
    'CREATE INDEX ix_step_row_lane_start ON step_row (lane, start, "end")',
    'CREATE INDEX ix_step_row_start ON step_row (start, "end")',
    """
CREATE TABLE waiting (
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    header BLOB NOT NULL,
    payload BLOB NOT NULL,
    CONSTRAINT pk_waiting PRIMARY KEY (chain, seq)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE chain_head (
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head BLOB NOT NULL,
    lamport INTEGER NOT NULL,
    at INTEGER NOT NULL,
    app TEXT NOT NULL,
    sig BLOB,
    CONSTRAINT pk_chain_head PRIMARY KEY (chain),
    CONSTRAINT fk_chain_head_chain FOREIGN KEY(chain) REFERENCES chain (id)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE checkpoint (
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    head BLOB NOT NULL,
    at INTEGER NOT NULL,
    floor TEXT NOT NULL,
    app TEXT NOT NULL,
    sig BLOB NOT NULL,
    CONSTRAINT pk_checkpoint PRIMARY KEY (chain, seq),
    CONSTRAINT fk_checkpoint_chain FOREIGN KEY(chain) REFERENCES chain (id),
    CONSTRAINT ck_checkpoint_sig_length CHECK (length(sig) = 64)
)
 WITHOUT ROWID,
 STRICT
    """,
    """
CREATE TABLE entry (
    n INTEGER NOT NULL,
    chain TEXT NOT NULL,
    seq INTEGER NOT NULL,
    lamport INTEGER NOT NULL,
    id BLOB NOT NULL,
    type TEXT NOT NULL,
    v INTEGER NOT NULL,
    actor TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    header BLOB NOT NULL,
    payload BLOB NOT NULL,
    hash BLOB NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (n),
    CONSTRAINT fk_entry_chain FOREIGN KEY(chain) REFERENCES chain (id),
    CONSTRAINT uq_entry_chain_seq UNIQUE (chain, seq),
    CONSTRAINT uq_entry_id UNIQUE (id),
    CONSTRAINT ck_entry_seq_counts CHECK (seq > 0),
    CONSTRAINT ck_entry_lamport_counts CHECK (lamport > 0),
    CONSTRAINT ck_entry_id_length CHECK (length(id) = 16),
    CONSTRAINT ck_entry_hash_length CHECK (length(hash) = 32)
)
 STRICT
    """,
    "CREATE INDEX ix_entry_canonical ON entry (lamport, chain, seq)",
    "CREATE INDEX ix_entry_recorded ON entry (recorded_at)",
    """
CREATE TABLE entry_entity (
    entity TEXT NOT NULL,
    lamport INTEGER NOT NULL,
    n INTEGER NOT NULL,
    CONSTRAINT pk_entry_entity PRIMARY KEY (entity, lamport, n),
    CONSTRAINT fk_entry_entity_n FOREIGN KEY(n) REFERENCES entry (n)
)
 WITHOUT ROWID,
 STRICT
    """,
    "CREATE VIRTUAL TABLE entry_search USING fts5(words, content='', contentless_delete=1, "
    "tokenize='unicode61 remove_diacritics 2')",
)


def upgrade() -> None:
    """Make every table of revision 0001; the triggers are made by db.schema after every migration."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Not done: a site goes back by opening the backup made before its migration."""
    raise RuntimeError("a site goes back by restoring the backup made before its migration")
