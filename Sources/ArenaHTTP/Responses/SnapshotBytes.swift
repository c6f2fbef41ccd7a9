import ArenaCore
import Synchronization

/// The published state in its wire forms, each made once: the board as soon as there is one, the rest when it is first asked for.
final class SnapshotBytes: Sendable {
    private struct Shelf {
        var state: ArenaState?
        var board: Board?
        var models: PreparedBody?
        var modelsBySlug: [String: PreparedBody]?
        var pairs: PreparedBody?
        var choices: PreparedBody?
        var identities: [ModelID: [UInt8]]?
    }

    private struct Board {
        let body: PreparedBody
        let event: LeaderboardEvent
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
        let board = board(of: state)
        let identities = Self.identities(state)
        shelf.withLock { shelf in
            if shelf.state.map({ $0.revision >= state.revision }) ?? false { return }
            shelf = Shelf(state: state, board: board, identities: identities)
        }
    }

    func leaderboard(of state: ArenaState) -> PreparedBody { prepared(state, \.board, prepare: board).body }

    /// The board as an event of a stream.
    func event(of state: ArenaState) -> LeaderboardEvent { prepared(state, \.board, prepare: board).event }

    private func board(of state: ArenaState) -> Board {
        let body = PreparedBody(json: encodeLeaderboard(state.leaderboard))
        return Board(body: body, event: LeaderboardEvent(body, of: state))
    }

    func models(of state: ArenaState) -> PreparedBody {
        prepared(state, \.models) { PreparedBody(json: ModelsResponse($0).encoded()) }
    }

    func model(slug: String, of state: ArenaState) -> PreparedBody? {
        prepared(state, \.modelsBySlug) { state in
            ModelsResponse(state).encodedBySlug().mapValues { PreparedBody(json: $0) }
        }[slug]
    }

    /// What happened between every two models that met.
    func pairs(of state: ArenaState) -> PreparedBody {
        prepared(state, \.pairs) { PreparedBody(json: PairsResponse(state: $0).encoded()) }
    }

    /// What kinds of prompts can be chosen.
    func choices(of state: ArenaState) -> PreparedBody {
        prepared(state, \.choices) { state in
            PreparedBody(json: ChoicesResponse(overview: PromptOverview(state.catalogue)).encoded())
        }
    }

    /// A model with its rating, as a vote's answer shows it.
    func identity(of model: Model, in state: ArenaState) -> [UInt8] {
        prepared(state, \.identities, prepare: Self.identities)[model.id] ?? Self.identity(of: model, in: state)
    }

    private static func identities(_ state: ArenaState) -> [ModelID: [UInt8]] {
        Dictionary(uniqueKeysWithValues: state.catalogue.models.map { ($0.id, identity(of: $0, in: state)) })
    }

    private static func identity(of model: Model, in state: ArenaState) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.identity(of: model)
            writer.rating(state.leaderboard.row(of: model.id)?.rating)
        }
        return writer.bytes
    }

    /// What is on the shelf for the state, put there first if need be.
    ///
    /// Encoding takes a millisecond or so and happens under the lock: whoever else asks meanwhile wants the same bytes.
    private func prepared<Value: Sendable>(
        _ state: ArenaState,
        _ place: WritableKeyPath<Shelf, Value?>,
        prepare: (ArenaState) -> Value
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
