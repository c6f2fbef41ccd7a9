import ArenaCore
import ArenaFormats

/// What puts a record into slices: what it tells, and what rules say where it does not.
enum BattleTraits {
    static func of(_ record: BattleRecord) -> Traits {
        let (tags, language) = BattleCategories.of(record)
        return Traits(language: language, tags: tags)
    }
}
