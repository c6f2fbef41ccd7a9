import ArenaCore
import Foundation
import Synchronization

/// Skips and reasons in memory.
final class FakeAsides: AsideStore {
    private struct State {
        var skipped: Set<Identifier<Battle>> = []
        var reasons: [Identifier<Battle>: [VoteReason]] = [:]
        var voted: Set<Identifier<Battle>> = []
    }

    private let state = Mutex(State())

    /// How many battles were passed over.
    var skips: Int { state.withLock { $0.skipped.count } }
    /// What was said.
    var reasons: [[VoteReason]] { state.withLock { Array($0.reasons.values) } }

    /// Notes that there is a vote on a battle.
    func note(vote battle: Identifier<Battle>) { state.withLock { _ = $0.voted.insert(battle) } }

    func skip(_ pairing: Pairing, at time: Date) async throws -> Bool {
        state.withLock { $0.skipped.insert(pairing.battle).inserted }
    }

    func give(
        _ reasons: [VoteReason],
        for battle: Identifier<Battle>,
        in stream: ArenaCore.Stream,
        at time: Date
    ) async throws {
        try state.withLock { state in
            guard state.voted.contains(battle) else { throw ArenaError(.notFound, "No vote.") }
            state.reasons[battle] = reasons
        }
    }
}
