-- Derived state and the service's own keys. Losing ledger_checkpoint loses nothing but time.

CREATE TABLE ledger_checkpoint (
    stream   smallint    PRIMARY KEY,
    seq      bigint      NOT NULL CHECK (seq >= 0),
    version  integer     NOT NULL,
    fold     bytea       NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN ledger_checkpoint.fold IS 'pair counts and excluded battles after seq, in the encoding of its version';

CREATE TABLE imported_file (
    digest      bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),
    records     bigint      NOT NULL CHECK (records > 0),
    name        text        NOT NULL,
    imported_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE imported_file IS
    'digest over the records of each imported file without ids of its own: what identifies its battles when it, or a longer edition of it, comes again';

CREATE TABLE secret (
    name       text        PRIMARY KEY,
    value      bytea       NOT NULL CHECK (octet_length(value) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE secret IS 'random keys made once: every instance on this database seals and opens the same tickets';
