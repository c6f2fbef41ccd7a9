-- What boards of a part of the battles, and of style, are made from.

ALTER TABLE response ADD COLUMN style integer[] CHECK (cardinality(style) = 4);
COMMENT ON COLUMN response.style IS 'length (tokens, or words where those are not told), headers, list items, bold passages';
COMMENT ON COLUMN prompt.tags IS 'the categories the prompt belongs to; a battle takes them over';
COMMENT ON COLUMN battle.tags IS 'the categories the battle counts in, apart from its language';
