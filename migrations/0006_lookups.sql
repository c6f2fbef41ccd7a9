-- What is looked up by its own name is found by that alone. An index that begins with the stream serves such a look as well in the
-- eyes of a planner that believes the table empty, and a plan made then is kept while the table grows: each look would read
-- a stream from its beginning.

ALTER TABLE battle DROP CONSTRAINT battle_stream_id_key;
ALTER TABLE battle ADD CONSTRAINT battle_id_stream_key UNIQUE (id, stream);

DROP INDEX response_prompt;
CREATE INDEX response_prompt ON response (prompt_id, stream);
