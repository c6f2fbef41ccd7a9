-- What was published when. The log tells what any board would have been; only this tells which ones people saw.

CREATE TABLE snapshot (
    stream       smallint    NOT NULL,
    slice        text        NOT NULL,
    method       text        NOT NULL,
    published_at timestamptz NOT NULL,
    log_position bigint      NOT NULL CHECK (log_position >= 0),
    fitted_at    timestamptz NOT NULL,
    reason       text        NOT NULL CHECK (reason IN ('ranks', 'day', 'demand')),
    board        json        NOT NULL,
    PRIMARY KEY (stream, slice, method, published_at)
);
COMMENT ON TABLE snapshot IS 'boards: one whenever a rank among the listed models changed, at least one a day, and on demand';
COMMENT ON COLUMN snapshot.published_at IS 'from when on it was the board, or that it still was it then';
COMMENT ON COLUMN snapshot.reason IS 'ranks: a rank changed; day: the first of its day; demand: somebody asked for it';
COMMENT ON COLUMN snapshot.board IS 'as the API gave it, with its parameters';

CREATE TABLE model_rank (
    model_id         integer     NOT NULL REFERENCES model (id),
    stream           smallint    NOT NULL,
    slice            text        NOT NULL,
    method           text        NOT NULL,
    published_at     timestamptz NOT NULL,
    log_position     bigint      NOT NULL,
    rank             integer     CHECK (rank > 0),
    rank_lower_bound integer     CHECK (rank_lower_bound >= rank),
    rating           double precision,
    rating_lower     double precision,
    rating_upper     double precision,
    battles          bigint      NOT NULL CHECK (battles >= 0),
    PRIMARY KEY (model_id, stream, slice, method, published_at),
    CONSTRAINT rank_with_rating CHECK ((rank IS NULL) = (rating IS NULL) AND (rank IS NULL) = (rank_lower_bound IS NULL))
);
COMMENT ON TABLE model_rank IS
    'a model''s place: one row whenever it changed, and one a day; without a rank where the model has left the board or has no rating';
