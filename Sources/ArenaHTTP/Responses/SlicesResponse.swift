import ArenaCore

/// What a board can be asked for by, as the API writes it.
struct SlicesResponse {
    let overview: SliceOverview
    /// Whether style can be taken out.
    let knowsStyle: Bool

    func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("battles", overview.battles)
            writer.key("categories")
            writer.array(overview.categories) { writer, entry in
                writer.object { writer in
                    writer.field("name", entry.name)
                    writer.field("battles", entry.battles)
                }
            }
            writer.key("languages")
            writer.array(overview.languages) { writer, entry in
                writer.object { writer in
                    writer.field("code", entry.name)
                    writer.field("battles", entry.battles)
                }
            }
            writer.key("methods")
            writer.array(BoardParameters.methods.map(\.0)) { writer, name in writer.value(name) }
            writer.field("style_control", knowsStyle)
        }
        return writer.bytes
    }
}
