import ArenaCore

/// What a comparison reads of a board that was written as JSON; see ``ComparedBoards``.
struct ComparedBoard: Decodable {
    struct Row: Decodable {
        let model: String
        let name: String
        let rating: Double
        let standardError: Double?
        let rank: Int
    }

    struct Anchor: Decodable, Hashable {
        let model: String
        let rating: Double
    }

    struct Parameter: Decodable {
        let name: String
    }

    struct Elo: Decodable {
        let k: Double
    }

    /// Which battles were counted; all where the board does not say.
    private let slice: String?
    private let filters: [String]?
    private let method: String?
    private let weights: String?
    private let ridge: Double?
    private let parameters: [Parameter]?
    private let elo: Elo?
    let battles: Int64
    let models: [Row]
    let anchors: [Anchor]?

    /// The slice's name.
    var sliceName: String { slice ?? "overall" }

    /// How this board was made otherwise than a later one, so that models may have moved without any vote, in words.
    func differences(from later: ComparedBoard) -> [String] {
        zip(settings, later.settings).filter { $0.value != $1.value }.map { before, after in
            "\(before.name) (\(before.value), then \(after.value))"
        }
    }

    private var settings: [(name: String, value: String)] {
        func list(_ values: [String]) -> String { values.isEmpty ? "none" : values.joined(separator: ", ") }
        let ties: Set<String> = ["log_nu", "eta"]
        // Another time is what a comparison is for.
        let chosen = (filters ?? []).filter { !$0.hasPrefix("since=") && !$0.hasPrefix("until=") }
        let battles = sliceName + (chosen.isEmpty ? "" : " with \(list(chosen))")
        return [
            ("battles counted", battles), ("method", method ?? "bradley_terry"), ("weights", weights ?? "equal"),
            ("ridge", "\(ridge ?? 0)"),
            ("K", elo.map { "\($0.k)" } ?? "none"),
            // One moves the board as a whole, several are constants of the fit.
            (
                "pinned",
                list((anchors?.count ?? 0) > 1 ? (anchors ?? []).map { "\($0.model)=\($0.rating)" }.sorted() : [])
            ),
            ("features taken out", list((parameters ?? []).map(\.name).filter { !ties.contains($0) })),
        ]
    }

    /// Whether the same models are pinned to the same ratings, so that both boards' points mean the same by themselves.
    func isAnchored(like other: ComparedBoard) -> Bool {
        guard let anchors, let others = other.anchors, !anchors.isEmpty else { return false }
        return Set(anchors) == Set(others)
    }

    /// For each model of a later board its row on this one, nil where it was not there.
    ///
    /// Names tell models apart: what a board of a file calls a model besides depends on who came first. One that was renamed is
    /// known by that.
    func rows(of later: [Row]) -> [Row?] {
        let laterNames = Set(later.map(\.name))
        let exact = Dictionary(models.map { ([$0.model, $0.name], $0) }) { first, _ in first }
        let named = Dictionary(models.map { ($0.name, $0) }) { first, _ in first }
        // Names without a letter of an address all make the same one: it tells nobody apart.
        func isTelling(_ row: Row) -> Bool { Slug.make(from: row.name) != Slug.make(from: "") }
        let left = models.filter { !laterNames.contains($0.name) && isTelling($0) }
        let renamed = Dictionary(left.map { ($0.model, $0) }) { first, _ in first }
        return later.map { exact[[$0.model, $0.name]] ?? named[$0.name] ?? (isTelling($0) ? renamed[$0.model] : nil) }
    }
}
