-- What is compared: models, the prompts they were given, the responses they gave.

CREATE TABLE model (
    id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug          text        NOT NULL CHECK (slug ~ '^[a-z0-9][a-z0-9._-]*$' AND length(slug) <= 200),
    name          text        NOT NULL CHECK (name <> ''),
    organization  text,
    license       text,
    modality      text        NOT NULL DEFAULT 'text' CHECK (modality IN ('text', 'image', 'audio')),
    input_price   numeric     CHECK (input_price >= 0),
    output_price  numeric     CHECK (output_price >= 0),
    context_tokens integer    CHECK (context_tokens > 0),
    stage         text        NOT NULL DEFAULT 'listed' CHECK (stage IN ('hidden', 'preview', 'listed', 'retired')),
    sample        boolean     NOT NULL DEFAULT false,
    first_seen    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (sample, slug),
    UNIQUE (sample, name)
);
COMMENT ON COLUMN model.input_price IS 'US dollars for a million input tokens';
COMMENT ON COLUMN model.output_price IS 'US dollars for a million output tokens';
COMMENT ON COLUMN model.stage IS 'hidden: unused; preview: battles, not listed; listed; retired: listed, no new battles';
COMMENT ON COLUMN model.sample IS 'part of the sample content, which never mixes with real data';

CREATE TABLE model_stage (
    model_id integer     NOT NULL REFERENCES model (id),
    since    timestamptz NOT NULL,
    stage    text        NOT NULL CHECK (stage IN ('hidden', 'preview', 'listed', 'retired')),
    PRIMARY KEY (model_id, since)
);
COMMENT ON TABLE model_stage IS 'every stage a model was ever in, with the time it began';

CREATE TABLE prompt (
    stream   smallint NOT NULL,
    id       uuid     NOT NULL,
    content  jsonb    NOT NULL CHECK (jsonb_typeof(content) = 'array'),
    language text,
    tags     text[]   NOT NULL DEFAULT '{}',
    source   text     NOT NULL,
    PRIMARY KEY (stream, id)
);
COMMENT ON COLUMN prompt.id IS 'the first 128 bits of the SHA-256 of the content: the same prompt is stored once';
COMMENT ON COLUMN prompt.content IS '[{"role": "user" | "system", "content": text}, …], the turns of the asking side';

CREATE TABLE response (
    stream        smallint NOT NULL,
    id            uuid     NOT NULL,
    prompt_id     uuid     NOT NULL,
    model_id      integer  NOT NULL REFERENCES model (id),
    content       jsonb    NOT NULL CHECK (jsonb_typeof(content) = 'array'),
    identity_leak boolean  NOT NULL DEFAULT false,
    PRIMARY KEY (stream, id),
    FOREIGN KEY (stream, prompt_id) REFERENCES prompt (stream, id)
);
COMMENT ON COLUMN response.id IS 'the first 128 bits of the SHA-256 of prompt, model and content: stored once';
COMMENT ON COLUMN response.content IS '[text, …], one entry for each turn of the answering side';
COMMENT ON COLUMN response.identity_leak IS 'the text tells who wrote it: never shown in a battle';
CREATE INDEX response_prompt ON response (stream, prompt_id);

-- One row, counted up by every transaction that changes what is above: followers reload when it moved.
CREATE TABLE catalogue_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    revision  bigint  NOT NULL
);
INSERT INTO catalogue_head (revision) VALUES (0);
