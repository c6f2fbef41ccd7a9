import ArenaFormats
import Dispatch
import Ranking
import Synchronization

/// Elo ratings of plain files, worked out file after file while their battles are counted and the counts are fitted.
final class EloFollower: Sendable {
    private let elo: Mutex<Elo>
    private let queue = DispatchQueue(label: "elo")

    /// Goes on from ratings.
    init(_ elo: Elo) { self.elo = Mutex(elo) }

    /// Counts all battles of a file, soon, between models of these numbers.
    func follow(_ battles: PlainBattles, numbers: [Int]) {
        queue.async {
            self.elo.withLock { elo in
                elo.ensure(modelCount: (numbers.max() ?? -1) + 1)
                battles.forEachStretch(numbers: numbers) { elo.record($0) }
            }
        }
    }

    /// The ratings after all battles so far, waited for.
    var ratings: Elo { queue.sync { elo.withLock { $0 } } }
}
