public import Logging
public import ServiceLifecycle
import Synchronization

/// Collects concurrent votes into batches: while one batch commits, what arrives forms the next.
///
/// One transaction and one flush of the write-ahead log then serve many votes, and an idle arena adds no wait.
public final class VoteBatcher: Service {
    /// A vote that waits for its answer.
    private struct Waiting: Sendable {
        let battle: NewBattle
        let stream: Stream
        let answer: CheckedContinuation<AppendResult, any Error>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var isClosed = false
    }

    /// The most votes in one transaction.
    public static let batchLimit = 256
    /// The most votes that may wait.
    public static let queueLimit = 10_000
    /// How often a batch is tried when the database is away or a commit's outcome is unknown; each try is safe.
    static let attempts = 4

    private let log: any BattleLog
    private let nudge: LogNudge
    private let logger: Logger
    private let queue = Mutex(Queue())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// A batcher that appends to `log` and then sends `nudge`.
    public init(log: any BattleLog, nudge: LogNudge, logger: Logger) {
        self.log = log
        self.nudge = nudge
        self.logger = logger
        (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Appends a battle together with whatever else is waiting, and returns when it is durable.
    ///
    /// - Throws: `ArenaError`: `.overloaded` when too many wait, `.unavailable` when the database does not answer.
    public func append(_ battle: NewBattle, to stream: Stream) async throws -> AppendResult {
        try await withCheckedThrowingContinuation { answer in
            let refusal: ArenaError? = queue.withLock { queue in
                if queue.isClosed {
                    return ArenaError(.unavailable, "The arena is shutting down. Send the same vote again in a moment.")
                }
                if queue.waiting.count >= Self.queueLimit {
                    return ArenaError(.overloaded, "Too many votes are waiting. Send the same vote again in a moment.")
                }
                queue.waiting.append(Waiting(battle: battle, stream: stream, answer: answer))
                return nil
            }
            if let refusal { answer.resume(throwing: refusal) } else { wake.yield() }
        }
    }

    /// Writes batches until graceful shutdown, then what is left.
    public func run() async {
        for await _ in wakes.cancelOnGracefulShutdown() { await flush() }
        queue.withLock { $0.isClosed = true }
        await flush()
    }

    private func flush() async {
        while true {
            let batch = queue.withLock { queue in
                let batch = Array(queue.waiting.prefix(Self.batchLimit))
                queue.waiting.removeFirst(batch.count)
                return batch
            }
            if batch.isEmpty { return }
            for (stream, votes) in Dictionary(grouping: batch, by: \.stream) { await write(votes, to: stream) }
            nudge.send()
        }
    }

    private func write(_ votes: [Waiting], to stream: Stream) async {
        // Votes on one battle in one batch must see each other: the first is written, the rest are answered from it.
        var first: [Identifier<Battle>: Int] = [:]
        var distinct: [NewBattle] = []
        for vote in votes where first[vote.battle.id] == nil {
            first[vote.battle.id] = distinct.count
            distinct.append(vote.battle)
        }
        switch await append(distinct, to: stream) {
        case .success(let results):
            var isAnswered = Set<Int>()
            for vote in votes {
                guard let place = first[vote.battle.id] else { continue }
                var result = results[place]
                if !isAnswered.insert(place).inserted, case .appended(let seq) = result {
                    result = .present(RecordedOutcome(seq: seq, outcome: distinct[place].outcome))
                }
                vote.answer.resume(returning: result)
            }
        case .failure(let error) where votes.count == 1 || error.code == .unavailable:
            for vote in votes { vote.answer.resume(throwing: error) }
        case .failure:
            // One bad row must not fail its neighbours: find it by writing them one at a time.
            for vote in votes { await write([vote], to: stream) }
        }
    }

    private func append(_ battles: [NewBattle], to stream: Stream) async -> Result<[AppendResult], ArenaError> {
        var pause = Duration.milliseconds(50)
        var failure = ArenaError(.unavailable, "The database does not answer. Send the same vote again in a moment.")
        for attempt in 1...Self.attempts {
            do {
                return .success(try await log.append(battles, to: stream))
            } catch let error as ArenaError where error.code != .unavailable {
                return .failure(error)
            } catch {
                logger.warning(
                    "A batch was not confirmed.",
                    metadata: ["votes": "\(battles.count)", "attempt": "\(attempt)", "error": "\(error)"]
                )
                if let error = error as? ArenaError { failure = error }
                guard attempt < Self.attempts, (try? await Task.sleep(for: pause)) != nil else { break }
                pause *= 3
            }
        }
        return .failure(failure)
    }
}
