public import Ranking

/// The fold over one stream of the log: pair counts after some seq, which battles are excluded, and sequential Elo ratings.
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
    /// Elo ratings; behind the fold after an exclusion, until ``replay(_:)`` has brought them up to it again.
    public private(set) var elo = EloTrack()

    private var indices: [ModelID: Int] = [:]

    /// A fold that has seen nothing.
    public init() {}

    /// A fold restored from its parts.
    init(seq: Int64, models: [ModelID], counts: PairCounts, excluded: Set<Int64>, elo: EloTrack) {
        self.seq = seq
        self.models = models
        self.counts = counts
        self.excluded = excluded
        self.elo = elo
        indices = Dictionary(uniqueKeysWithValues: models.enumerated().map { ($1, $0) })
    }

    /// Folds the next entry.
    ///
    /// - Throws: `ArenaError` with `.corrupt` when the entry does not follow on the last one.
    public mutating func apply(_ entry: LogEntry) throws(ArenaError) {
        guard entry.seq == seq + 1 else {
            throw ArenaError(.corrupt, "The battle log has entry \(entry.seq) where \(seq + 1) should follow.")
        }
        let isEloCurrent = elo.seq == seq
        seq = entry.seq
        switch entry.event {
        case .battle(let battle):
            let (a, b) = (index(of: battle.modelA), index(of: battle.modelB))
            counts.add(a: a, b: b, outcome: battle.outcome, count: 1)
            if isEloCurrent { elo.follow(seq, (a, b, battle.outcome)) }
        case .exclusion(let battleSeq, let battle):
            let isNew = excluded.insert(battleSeq).inserted
            if isNew { add(battle, -1) }
            withdrawn(battleSeq, isNew: isNew, isEloCurrent: isEloCurrent)
        case .reinstatement(let battleSeq, let battle):
            let isNew = excluded.remove(battleSeq) != nil
            if isNew { add(battle, 1) }
            withdrawn(battleSeq, isNew: isNew, isEloCurrent: isEloCurrent)
        }
    }

    /// Whether the Elo ratings are those of the fold's seq.
    public var isEloCurrent: Bool { elo.seq == seq }

    /// Follows entries again that were folded before, for the Elo ratings alone.
    ///
    /// - Parameter entries: in order, the first being the one after `elo.seq`; those beyond `seq` are left out.
    /// - Throws: `ArenaError` with `.corrupt` when an entry does not follow on the last one.
    public mutating func replay(_ entries: some Sequence<LogEntry>) throws(ArenaError) {
        for entry in entries where entry.seq <= seq {
            guard entry.seq == elo.seq + 1 else {
                throw ArenaError(.corrupt, "The battle log has entry \(entry.seq) where \(elo.seq + 1) should follow.")
            }
            if case .battle(let battle) = entry.event, !excluded.contains(entry.seq) {
                elo.follow(entry.seq, (index(of: battle.modelA), index(of: battle.modelB), battle.outcome))
            } else {
                elo.follow(entry.seq, nil)
            }
        }
    }

    /// The counts with the models in the order given, which must hold every model met.
    ///
    /// - Returns: `nil` when a model was met that `order` does not hold.
    public func counts(inOrderOf order: [ModelID]) -> PairCounts? {
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
        var newIndex: [Int] = []
        for model in models {
            guard let place = places[model] else { return nil }
            newIndex.append(place)
        }
        return counts.relabelled(intoPlaces: newIndex, of: order.count)
    }

    private mutating func withdrawn(_ battleSeq: Int64, isNew: Bool, isEloCurrent: Bool) {
        if isNew {
            elo.rewind(before: battleSeq)
        } else if isEloCurrent {
            elo.follow(seq, nil)
        }
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
