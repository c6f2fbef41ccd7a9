import Foundation

/// What a battle's record may carry beyond models and outcome.
struct BattleDetails: Sendable, Equatable {
    /// Keeps details out of the record itself.
    ///
    /// Most rows of a ranking's CSV have none, and a record is copied several times on its way: with these fields
    /// inside it that took a third of the reading time.
    enum Box: Sendable, Equatable {
        case none
        indirect case some(BattleDetails)

        /// Details that say nothing are none, so that equal records compare equal.
        init(_ details: BattleDetails?) {
            if let details, details != BattleDetails() { self = .some(details) } else { self = .none }
        }

        var values: BattleDetails? {
            if case .some(let details) = self { details } else { nil }
        }

        mutating func change(_ body: (inout BattleDetails) -> Void) {
            var details = values ?? BattleDetails()
            body(&details)
            self = Box(details)
        }
    }

    var id: String?
    var judge: String?
    var language: String?
    var time: Date?
    var prompt: [String] = []
    var askedB: Asked?
    var system: String?
    var responseA: [String]?
    var responseB: [String]?
    var turn: Int?
    var anonymous: Bool?
    var styleA: StyleCounts?
    var styleB: StyleCounts?
    var features: [Double] = []
    var texts: [String?] = []
    var tags: [String]?
    var told: ToldCategories = []
    var turns: Int?
    var userTokens: Int?
    var isRefusal: Bool?
    var isSampled: Bool?
    var evaluationOrder: Int?
    var session: String?
    var further: [FurtherValue] = []
}
