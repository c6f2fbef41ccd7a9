import ArenaCore

/// What kinds of prompts a voter can choose, as the API writes it.
struct ChoicesResponse {
    let overview: PromptOverview

    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("prompts", overview.prompts)
            for (key, name, entries) in [
                ("languages", "code", overview.languages), ("categories", "name", overview.categories),
                ("lengths", "name", overview.lengths),
            ] {
                writer.key(key)
                writer.array(entries) { writer, entry in
                    writer.object { writer in
                        writer.field(name, entry.name)
                        writer.field("prompts", entry.prompts)
                    }
                }
            }
        }
        return writer.bytes
    }
}
