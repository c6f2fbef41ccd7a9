public import Ranking

/// The fold over one stream of the log: pair counts after some seq, and which battles are excluded.
///
/// Every fold over the same entries gives the same counts, whoever makes it and wherever it started from.
public struct StreamFold: Sendable, Equatable {
    /// The seq of the last entry folded.
    public private(set) var seq: Int64 = 0
    /// The models met, each at the index that `counts` knows it by.
    public private(set) var models: [ModelID] = []
    /// The counts of the battles that count.
    public private(set) var counts = PairCounts(modelCount: 0)
    /// The seqs of the battles that do not count now.
    public private(set) var excluded: Set<Int64> = []

    private var indices: [ModelID: Int] = [:]

    /// A fold that has seen nothing.
    public init() {}

    /// A fold restored from its parts.
    init(seq: Int64, models: [ModelID], counts: PairCounts, excluded: Set<Int64>) {
        self.seq = seq
        self.models = models
        self.counts = counts
        self.excluded = excluded
        indices = Dictionary(uniqueKeysWithValues: models.enumerated().map { ($1, $0) })
    }

    /// Folds the next entry.
    ///
    /// - Throws: `ArenaError` with `.corrupt` when the entry does not follow on the last one.
    public mutating func apply(_ entry: LogEntry) throws(ArenaError) {
        guard entry.seq == seq + 1 else {
            throw ArenaError(.corrupt, "The battle log has entry \(entry.seq) where \(seq + 1) should follow.")
        }
        seq = entry.seq
        switch entry.event {
        case .battle(let battle):
            add(battle, 1)
        case .exclusion(let battleSeq, let battle):
            if excluded.insert(battleSeq).inserted { add(battle, -1) }
        case .reinstatement(let battleSeq, let battle):
            if excluded.remove(battleSeq) != nil { add(battle, 1) }
        }
    }

    /// The counts with the models in the order given, which must hold every model met.
    ///
    /// - Returns: `nil` when a model was met that `order` does not hold.
    public func counts(inOrderOf order: [ModelID]) -> PairCounts? {
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var ordered = PairCounts(modelCount: order.count)
        for cell in counts.cells {
            guard let first = places[models[cell.first]], let second = places[models[cell.second]] else { return nil }
            ordered.add(a: first, b: second, outcome: .modelA, count: cell.firstWins)
            ordered.add(a: first, b: second, outcome: .modelB, count: cell.secondWins)
            ordered.add(a: first, b: second, outcome: .tie, count: cell.ties)
            ordered.add(a: first, b: second, outcome: .bothBad, count: cell.bothBad)
        }
        return ordered
    }

    private mutating func add(_ battle: LogEntry.Battle, _ count: Int64) {
        counts.add(a: index(of: battle.modelA), b: index(of: battle.modelB), outcome: battle.outcome, count: count)
    }

    private mutating func index(of model: ModelID) -> Int {
        if let index = indices[model] { return index }
        let index = models.count
        models.append(model)
        indices[model] = index
        counts.ensure(modelCount: index + 1)
        return index
    }
}
