import ArenaCore
import ArenaFormats
import Ranking

/// What the battles of files come to: counts and Elo ratings of models numbered in the order in which they are met.
struct FileTally {
    /// The models' names, by number.
    private(set) var names: [String] = []
    private(set) var counts = PairCounts(modelCount: 0)
    private var elo = Elo(modelCount: 0)
    /// Who works out the Elo ratings from a plain file on; nil where no battle of one is missing in `elo`.
    private var follower: EloFollower?
    private var numbers: [ExactName: Int] = [:]

    /// The number of a model, given to it now if it is new.
    mutating func number(of name: String) -> Int {
        let exact = ExactName(name)
        if let number = numbers[exact] { return number }
        numbers[exact] = names.count
        names.append(name)
        counts.ensure(modelCount: names.count)
        elo.ensure(modelCount: names.count)
        return names.count - 1
    }

    /// Counts a battle.
    mutating func add(_ a: Int, _ b: Int, _ outcome: Outcome) {
        if follower != nil {
            elo = ratedElo
            follower = nil
        }
        counts.add(a: a, b: b, outcome: outcome)
        elo.record(a: a, b: b, outcome: outcome)
    }

    /// Counts the battles of a pair, of which no order is known.
    ///
    /// - Throws: `Refusal` when there are more battles than can be counted.
    mutating func add(_ record: PairCountRecord, of file: String) throws {
        let (a, b) = (number(of: record.modelA), number(of: record.modelB))
        var sum = counts.total
        let parts: [(Outcome, Int64)] = [
            (.modelA, record.winsA), (.modelB, record.winsB), (.tie, record.ties), (.bothBad, record.bothBad),
        ]
        for (outcome, count) in parts where count > 0 {
            let (next, overflow) = sum.addingReportingOverflow(count)
            guard !overflow, next < 1 << 53 else {
                throw Refusal(
                    "\(file):\(record.line): with this pair there are more battles than can be counted exactly."
                )
            }
            sum = next
            counts.add(a: a, b: b, outcome: outcome, count: count)
        }
    }

    /// Counts all battles of a plain file; with the features that are to be taken out, if any are.
    mutating func add(_ battles: PlainBattles, _ style: StyleFeatures?, to featured: inout FeaturedBattles?) {
        let own = battles.models.map { number(of: $0) }
        let follower = follower ?? EloFollower(elo)
        follower.follow(battles, numbers: own)
        self.follower = follower
        let before = (counts: counts, featured: featured)
        featured = nil
        (counts, featured) = Parallel.both {
            Self.counts(before.counts, battles, own)
        } and: {
            Self.featured(before.featured, battles, own, style)
        }
    }

    /// The Elo ratings after all battles; of plain files they take a while, in which something else can be done.
    var ratedElo: Elo {
        var elo = follower?.ratings ?? elo
        elo.ensure(modelCount: names.count)
        return elo
    }

    private static func counts(_ before: PairCounts, _ battles: PlainBattles, _ own: [Int]) -> PairCounts {
        var counts = before
        if own.count <= PairTable.limit {
            var table = PairTable(modelCount: own.count)
            battles.forEachStretch(numbers: Array(own.indices)) { table.add($0) }
            table.add(to: &counts, numbers: own)
        } else {
            battles.forEachStretch(numbers: own) { counts.add($0) }
        }
        return counts
    }

    private static func featured(
        _ before: FeaturedBattles?,
        _ battles: PlainBattles,
        _ own: [Int],
        _ style: StyleFeatures?
    ) -> FeaturedBattles? {
        guard let style, var featured = before else { return before }
        featured.ensure(modelCount: (own.max() ?? -1) + 1)
        featured.add(count: battles.count, values: style.withSide(battles.values, count: battles.count)) {
            battles.forEachStretch(numbers: own, $0)
        }
        return featured
    }
}
