import Ranking

/// A stream of the log, up to some place, as columns.
public struct ArchivedLog: Sendable {
    /// The stream.
    public let stream: Stream
    /// The last seq read.
    public private(set) var seq: Int64 = 0
    /// The battles, with style differences as features.
    public private(set) var columns = BattleColumns(features: ResponseStyle.features)
    /// The models met, each at the index that the columns know it by.
    public private(set) var models: [ModelID] = []

    private let keepsProbabilities: Bool
    private var indices: [ModelID: Int] = [:]

    /// A stream of which nothing has been read.
    ///
    /// - Parameter keepsProbabilities: whether the probabilities of the draws are kept, 8 bytes for each battle.
    public init(of stream: Stream, keepsProbabilities: Bool = false) {
        self.stream = stream
        self.keepsProbabilities = keepsProbabilities
    }

    /// Adds the page that follows.
    ///
    /// - Parameter seq: the last seq it was asked for.
    public mutating func append(_ page: ArchivePage, upTo seq: Int64) {
        let numbers = page.traits.map { columns.number(of: $0) }
        for entry in page.battles {
            columns.add(
                seq: entry.seq,
                a: index(of: entry.battle.modelA),
                b: index(of: entry.battle.modelB),
                outcome: entry.battle.outcome,
                traits: numbers[entry.traits],
                values: entry.styles.map { styles in
                    zip(styles.a.counts, styles.b.counts).map { a, b in
                        FeaturedBattles.normalizedDifference(Double(a), Double(b))
                    }
                },
                probability: keepsProbabilities ? entry.probability : nil
            )
        }
        for withdrawal in page.withdrawals {
            columns.set(excluded: !withdrawal.isReinstatement, seq: withdrawal.battleSeq)
        }
        self.seq = seq
    }

    /// Where each model stands in a catalogue; nil when one is not in it.
    public func places(in catalogue: Catalogue) -> [Int]? {
        let places = models.map { catalogue.index(of: $0) }
        return places.contains(nil) ? nil : places.compactMap(\.self)
    }

    private mutating func index(of model: ModelID) -> Int {
        if let index = indices[model] { return index }
        let index = models.count
        models.append(model)
        indices[model] = index
        return index
    }
}
