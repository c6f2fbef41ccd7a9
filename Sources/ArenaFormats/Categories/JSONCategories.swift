/// Reads a battle's categories from LMArena's 100k, 140k and expert records, and from a member `tags`.
struct JSONCategories {
    /// The categories that hold; nil when the record tells none.
    private(set) var tags: [String]?
    /// Of which categories it says whether they hold.
    private(set) var told: ToldCategories = []

    /// Reads `is_code`, `category_tag`, `occupational_tags` and `tags`.
    init(in battle: JSONObject) throws(BattleFileError) {
        if let isCode = try battle.flag("is_code") {
            told.insert(.coding)
            tell(Category.coding, if: isCode)
        }
        if let category = try battle.object("category_tag") { try read(category) }
        if let occupations = try battle.object("occupational_tags") {
            for key in occupations.names {
                guard let holds = try occupations.flag(key) else { continue }
                do throws(TagFault) {
                    tell(try TagList.tag(Category.occupation(key)), if: holds)
                } catch {
                    throw battle.error(.badValue, "occupational_tags", error.problem)
                }
            }
        }
        if let names = try Self.ownNames(battle) {
            tags = tags ?? []
            for name in names {
                do throws(TagFault) {
                    tags?.append(try TagList.tag(name))
                } catch {
                    throw battle.error(.badValue, "tags", error.problem)
                }
            }
        }
    }

    private mutating func read(_ category: JSONObject) throws(BattleFileError) {
        tags = tags ?? []
        if let criteria = try category.object("criteria_v0.1") {
            var met = 0
            for name in criteria.names where try criteria.flag(name) == true { met += 1 }
            tell(Category.hardPrompts, if: met >= Category.hardCriteria)
        }
        if let following = try category.object("if_v0.1") {
            let holds = try following.flag("if")
            let score = try following.quantity("score")
            let isScored = score.map { $0 >= Category.instructionScore }
            tell(Category.instructionFollowing, if: (holds ?? (score != nil)) && isScored ?? true)
        }
        if let math = try category.object("math_v0.1")?.flag("math") {
            told.insert(.math)
            tell(Category.math, if: math)
        }
        if let writing = try category.object("creative_writing_v0.1")?.flag("creative_writing") {
            tell(Category.creativeWriting, if: writing)
        }
    }

    private mutating func tell(_ tag: String, if holds: Bool) {
        tags = tags ?? []
        if holds { tags?.append(tag) }
    }

    /// The names in `tags`, a list or a string of one.
    private static func ownNames(_ battle: JSONObject) throws(BattleFileError) -> [String]? {
        guard let text = battle.string("tags") else { return try battle.texts("tags") }
        guard !text.isEmpty, !TableValue.isAbsent(text) else { return nil }
        guard let names = TagList.names(text) else {
            throw battle.error(.badValue, "tags", "\(ShownValue.quoted(text)) is not \(TagList.expected)")
        }
        return names
    }
}
