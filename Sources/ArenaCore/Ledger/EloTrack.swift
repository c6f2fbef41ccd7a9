import Ranking

/// Sequential Elo ratings along a stream, which can go back: an exclusion of an earlier battle is undone by following the
/// log again from before it.
///
/// The ratings after seq s are those of the battles up to s that do not stand excluded, in the order of their seqs.
public struct EloTrack: Sendable, Equatable {
    /// The ratings at some place, kept to start from again.
    struct Milestone: Sendable, Equatable {
        let seq: Int64
        let ratings: [Double]
    }

    /// The seq of the last entry followed.
    public private(set) var seq: Int64
    private(set) var elo: Elo
    private(set) var milestones: [Milestone]

    /// Entries between two milestones at first; doubled whenever there are too many of them.
    static let firstInterval: Int64 = 16_384
    static let milestoneLimit = 64

    /// A track before the first entry.
    public init() {
        self.init(seq: 0, ratings: [], milestones: [])
    }

    /// A track restored from its parts.
    init(seq: Int64, ratings: [Double], milestones: [Milestone]) {
        self.seq = seq
        elo = Elo(ratings: ratings)
        self.milestones = milestones
    }

    /// The ratings, by the index that the fold knows a model by; a model met since the last entry followed has none yet.
    public var ratings: [Double] { elo.ratings }

    /// Follows the next entry; nil for one that moves no rating.
    mutating func follow(_ seq: Int64, _ battle: (a: Int, b: Int, outcome: Outcome)?) {
        self.seq = seq
        if let (a, b, outcome) = battle {
            elo.ensure(modelCount: max(a, b) + 1)
            elo.record(a: a, b: b, outcome: outcome)
        }
        if seq.isMultiple(of: interval) { mark() }
    }

    /// Goes back to before the entry `seq`, as far as is needed.
    mutating func rewind(before seq: Int64) {
        milestones.removeAll { $0.seq >= seq }
        guard self.seq >= seq else { return }
        self.seq = milestones.last?.seq ?? 0
        elo = Elo(ratings: milestones.last?.ratings ?? [])
    }

    /// The distance of milestones that two tracks at the same place agree on, whatever way they came.
    private var interval: Int64 {
        var interval = Self.firstInterval
        while seq / interval > Int64(Self.milestoneLimit) { interval *= 2 }
        return interval
    }

    private mutating func mark() {
        let interval = interval
        milestones.removeAll { !$0.seq.isMultiple(of: interval) }
        milestones.append(Milestone(seq: seq, ratings: elo.ratings))
    }
}
