-- What voters do and say beside voting. None of it is part of the log, and no board is made of it.

CREATE TABLE skip (
    stream      smallint    NOT NULL,
    battle_id   uuid        NOT NULL,
    model_a     integer     NOT NULL REFERENCES model (id),
    model_b     integer     NOT NULL REFERENCES model (id),
    prompt_id   uuid        NOT NULL,
    response_a  uuid        NOT NULL,
    response_b  uuid        NOT NULL,
    voter       uuid        NOT NULL,
    policy      text        NOT NULL,
    probability double precision NOT NULL CHECK (probability > 0 AND probability <= 1),
    served_at   timestamptz NOT NULL,
    skipped_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (battle_id, stream)
);
COMMENT ON TABLE skip IS 'battles that a voter passed over; they are never rated, and may still be voted on';

CREATE TABLE vote_reason (
    stream    smallint    NOT NULL,
    battle_id uuid        NOT NULL,
    reasons   text[]      NOT NULL,
    given_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (battle_id, stream),
    FOREIGN KEY (battle_id, stream) REFERENCES battle (id, stream)
);
COMMENT ON TABLE vote_reason IS 'what decided a vote, as its voter said after it; the last saying counts';

-- How long a prompt is, so that voters can choose.
ALTER TABLE prompt ADD COLUMN length integer CHECK (length >= 0);
COMMENT ON COLUMN prompt.length IS 'characters of all turns together';
UPDATE prompt SET length = (
    SELECT coalesce(sum(length(turn ->> 'content')), 0) FROM jsonb_array_elements(content) AS turn
);
