-- The battle log: append-only, the only truth. Everything published is a fold over it.

CREATE TABLE log_head (
    stream smallint PRIMARY KEY,
    seq    bigint   NOT NULL CHECK (seq >= 0)
);
COMMENT ON TABLE log_head IS
    'the last seq of each stream; a batch locks the row and takes consecutive numbers, so commit order is seq order without gaps';
INSERT INTO log_head (stream, seq) VALUES (0, 0);

CREATE TABLE battle (
    stream         smallint    NOT NULL,
    seq            bigint      NOT NULL CHECK (seq > 0),
    id             uuid        NOT NULL,
    model_a        integer     NOT NULL REFERENCES model (id),
    model_b        integer     NOT NULL REFERENCES model (id),
    outcome        smallint    NOT NULL CHECK (outcome BETWEEN 0 AND 3),
    prompt_id      uuid,
    response_a     uuid,
    response_b     uuid,
    voter          uuid,
    network        uuid,
    policy         text,
    probability    double precision CHECK (probability > 0 AND probability <= 1),
    served_at      timestamptz,
    voted_at       timestamptz,
    language       text,
    tags           text[]      NOT NULL DEFAULT '{}',
    source         text        NOT NULL CHECK (source IN ('crowd', 'simulated') OR source LIKE 'import:_%'),
    PRIMARY KEY (stream, seq),
    UNIQUE (stream, id),
    FOREIGN KEY (stream, prompt_id)  REFERENCES prompt (stream, id),
    FOREIGN KEY (stream, response_a) REFERENCES response (stream, id),
    FOREIGN KEY (stream, response_b) REFERENCES response (stream, id),
    CONSTRAINT battle_of_two CHECK (model_a <> model_b),
    CONSTRAINT crowd_battle_is_complete CHECK (
        source <> 'crowd' OR (
            prompt_id IS NOT NULL AND response_a IS NOT NULL AND response_b IS NOT NULL AND voter IS NOT NULL
            AND policy IS NOT NULL AND probability IS NOT NULL AND served_at IS NOT NULL AND voted_at IS NOT NULL
        )
    )
);
COMMENT ON COLUMN battle.model_a IS 'the model shown on side A';
COMMENT ON COLUMN battle.outcome IS '0 model_a, 1 model_b, 2 tie, 3 both_bad';
COMMENT ON COLUMN battle.voter IS 'keyed hash: equal for the battles of one voter, and nothing else can be read from it';
COMMENT ON COLUMN battle.network IS 'keyed hash of the /24 (IPv4) or /48 (IPv6) prefix of the voter''s address';
COMMENT ON COLUMN battle.policy IS 'version of the sampling policy that drew the pair';
COMMENT ON COLUMN battle.probability IS 'the probability with which the policy drew this unordered pair of models';

CREATE TABLE exclusion (
    stream     smallint    NOT NULL,
    seq        bigint      NOT NULL CHECK (seq > 0),
    battle_seq bigint      NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('exclusion', 'reinstatement')),
    reason     text        NOT NULL CHECK (reason <> ''),
    test       text,
    statistic  double precision,
    actor      text        NOT NULL CHECK (actor <> ''),
    made_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stream, seq),
    FOREIGN KEY (stream, battle_seq) REFERENCES battle (stream, seq),
    CONSTRAINT exclusion_follows_battle CHECK (battle_seq < seq)
);
COMMENT ON TABLE exclusion IS
    'log entries that take a battle out of the fold, or put it back; they share the seq of their stream with the battles';
