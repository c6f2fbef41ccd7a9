import ArenaCore
import Synchronization

/// The published state in its wire forms, each made once: the board as soon as there is one, the rest when it is first asked for.
final class SnapshotBytes: Sendable {
    private struct Shelf {
        var state: ArenaState?
        var leaderboard: PreparedBody?
        var event: LeaderboardEvent?
        var models: PreparedBody?
        var modelsBySlug: [String: PreparedBody]?
    }

    private let shelf = Mutex(Shelf())
    private let encodeLeaderboard: @Sendable (LeaderboardSnapshot) -> [UInt8]

    init(
        encodeLeaderboard: @escaping @Sendable (LeaderboardSnapshot) -> [UInt8] = {
            LeaderboardResponse($0).encoded()
        }
    ) {
        self.encodeLeaderboard = encodeLeaderboard
    }

    /// Makes the board's bytes, so that the first request for them finds them; called before the state is anybody's to see.
    func press(_ state: ArenaState) {
        let bytes = encodeLeaderboard(state.leaderboard)
        let body = PreparedBody(json: bytes)
        let event = LeaderboardEvent(bytes, tag: body.tag, of: state)
        shelf.withLock { shelf in
            if shelf.state.map({ $0.revision >= state.revision }) ?? false { return }
            shelf = Shelf(state: state, leaderboard: body, event: event)
        }
    }

    func leaderboard(of state: ArenaState) -> PreparedBody {
        prepared(state, \.leaderboard) { PreparedBody(json: encodeLeaderboard($0.leaderboard)) }
    }

    /// The board as an event of a stream.
    func event(of state: ArenaState) -> LeaderboardEvent {
        prepared(state, \.event) { state in
            let bytes = encodeLeaderboard(state.leaderboard)
            return LeaderboardEvent(bytes, tag: PreparedBody(json: bytes).tag, of: state)
        }
    }

    func models(of state: ArenaState) -> PreparedBody {
        prepared(state, \.models) { PreparedBody(json: ModelsResponse($0).encoded()) }
    }

    func model(slug: String, of state: ArenaState) -> PreparedBody? {
        prepared(state, \.modelsBySlug) { state in
            ModelsResponse(state).encodedBySlug().mapValues { PreparedBody(json: $0) }
        }[slug]
    }

    /// What is on the shelf for the state, put there first if need be.
    ///
    /// Encoding takes a millisecond or so and happens under the lock: whoever else asks meanwhile wants the same bytes.
    private func prepared<Value: Sendable>(
        _ state: ArenaState,
        _ place: WritableKeyPath<Shelf, Value?>,
        _ prepare: (ArenaState) -> Value
    ) -> Value {
        shelf.withLock { shelf in
            // A request that read the state just before it was replaced is served the newer one.
            if shelf.state.map({ $0.revision < state.revision }) ?? true { shelf = Shelf(state: state) }
            if let value = shelf[keyPath: place] { return value }
            let value = prepare(shelf.state ?? state)
            shelf[keyPath: place] = value
            return value
        }
    }
}
