import ArenaCore
import ArenaFormats

/// What puts a record into slices.
enum BattleTraits {
    static func of(_ record: BattleRecord) -> Traits {
        Traits(language: record.language, tags: record.tags ?? [])
    }
}
