import ArenaCore
import Ranking
import Synchronization

/// A battle log in memory, with the promises of the real one.
final class FakeLog: BattleLog {
    private struct State {
        var battles: [Stream: [NewBattle]] = [:]
        var failure: ArenaError?
        var isHeld = false
        var held: [CheckedContinuation<Void, Never>] = []
        var arrivals: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// The battles of the main stream, in order.
    var battles: [NewBattle] { state.withLock { $0.battles[.main] ?? [] } }

    /// Makes every further append fail, or work again.
    func fail(with error: ArenaError?) { state.withLock { $0.failure = error } }

    /// Lets appends wait from now on.
    func hold() { state.withLock { $0.isHeld = true } }

    /// Lets the waiting appends, and all further ones, go on.
    func release() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    /// Returns once an append waits.
    func untilHeld() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.held.isEmpty { state.arrivals.append(continuation) }
                return !state.held.isEmpty
            }
            if isThere { continuation.resume() }
        }
    }

    func append(_ battles: [NewBattle], to stream: Stream) async throws -> [AppendResult] {
        await passGate()
        return try state.withLock { state in
            if let failure = state.failure { throw failure }
            return battles.map { battle in
                var log = state.battles[stream] ?? []
                if let place = log.firstIndex(where: { $0.id == battle.id }) {
                    return .present(RecordedOutcome(seq: Int64(place + 1), outcome: log[place].outcome))
                }
                log.append(battle)
                state.battles[stream] = log
                return .appended(seq: Int64(log.count))
            }
        }
    }

    func append(_ withdrawals: [Withdrawal], to stream: Stream) async throws {
        throw ArenaError(.notFound, "This log takes no withdrawals.")
    }

    func heads() async throws -> LogHeads {
        LogHeads(positions: [.main: Int64(battles.count)], catalogueRevision: 1)
    }

    func entries(of stream: Stream, after seq: Int64, limit: Int) async throws -> [LogEntry] { [] }

    func recordedOutcome(of battle: Identifier<Battle>, in stream: Stream) async throws -> RecordedOutcome? {
        guard let place = battles.firstIndex(where: { $0.id == battle }) else { return nil }
        return RecordedOutcome(seq: Int64(place + 1), outcome: battles[place].outcome)
    }

    private func passGate() async {
        await withCheckedContinuation { continuation in
            let (goesOn, arrivals) = state.withLock { state in
                guard state.isHeld else { return (true, [CheckedContinuation<Void, Never>]()) }
                state.held.append(continuation)
                defer { state.arrivals = [] }
                return (false, state.arrivals)
            }
            if goesOn { continuation.resume() }
            for arrival in arrivals { arrival.resume() }
        }
    }
}

/// A catalogue in memory with the texts it refers to.
final class FakeCatalogue: CatalogueStore {
    private let content: Catalogue
    private let prompts: [Identifier<Prompt>: Prompt]
    private let responses: [Identifier<Response>: Response]
    private let failure = Mutex<(any Error)?>(nil)

    init(_ content: Catalogue, prompts: [Prompt], responses: [Response]) {
        self.content = content
        self.prompts = Dictionary(uniqueKeysWithValues: prompts.map { ($0.id, $0) })
        self.responses = Dictionary(uniqueKeysWithValues: responses.map { ($0.id, $0) })
    }

    /// Makes reading texts fail, or work again.
    func fail(with error: (any Error)?) { failure.withLock { $0 = error } }

    func catalogue() async throws -> Catalogue { content }

    func model(_ id: ModelID) async throws -> Model {
        guard let model = content.model(id: id) else { throw ArenaError(.notFound, "No such model.") }
        return model
    }

    func texts(
        of prompt: Identifier<Prompt>,
        responses ids: [Identifier<Response>],
        in stream: Stream
    ) async throws -> (prompt: Prompt, responses: [Response]) {
        if let error = failure.withLock({ $0 }) { throw error }
        guard let prompt = prompts[prompt] else { throw ArenaError(.notFound, "No such prompt.") }
        return (prompt, ids.compactMap { responses[$0] })
    }
}
