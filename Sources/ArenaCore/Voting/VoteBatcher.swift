public import Logging
public import ServiceLifecycle
import Synchronization

/// Collects concurrent votes into batches: while one batch commits, what arrives forms the next.
///
/// One transaction and one flush of the write-ahead log then serve many votes, and an idle arena adds no wait.
public final class VoteBatcher: Service {
    /// How a vote is answered: called once, on a thread of the batcher's.
    typealias Answer = @Sendable (Result<AppendResult, ArenaError>) -> Void
    private typealias Queue = VoteQueue<Answer>

    /// The most votes in one transaction.
    public static let batchLimit = 256
    /// The most votes that may wait.
    public static let queueLimit = 10_000
    /// How often it is looked whether somebody has waited too long.
    private static let sweepInterval = Duration.milliseconds(50)
    /// The pauses after failures of the database: the first, and the longest, since a database that is back is to be used.
    private static let pauses = (first: Duration.milliseconds(20), longest: Duration.milliseconds(500))

    private static let away = ArenaError(
        .unavailable,
        "The database does not answer now. Send the same vote again in a moment: it counts once, however often it is sent."
    )

    private let log: any BattleLog
    private let nudge: LogNudge
    private let logger: Logger
    private let metrics = VoteMetrics()
    private let queue = Mutex(Queue(batchLimit: batchLimit, waitingLimit: queueLimit))
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
    /// - Parameter deadline: when to stop waiting; whether the battle is then written is not known.
    /// - Throws: `ArenaError`: `.overloaded` when too many wait; at the deadline `.timeout`, or `.unavailable` when the
    ///   database is away; `.unavailable` at shutdown; and what the log has against this battle.
    public func append(
        _ battle: NewBattle,
        to stream: Stream,
        by deadline: ContinuousClock.Instant
    ) async throws -> AppendResult {
        try await withCheckedThrowingContinuation { continuation in
            append(battle, to: stream, by: deadline) { continuation.resume(with: $0.mapError { $0 as any Error }) }
        }
    }

    /// The same without a task that waits for it.
    func append(
        _ battle: NewBattle,
        to stream: Stream,
        by deadline: ContinuousClock.Instant,
        answer: @escaping Answer
    ) {
        let vote = Queue.Vote(battle: battle, stream: stream, arrivedAt: .now, deadline: deadline, answer: answer)
        let (refusal, depth) = queue.withLock { queue in (queue.admit(vote), queue.waiting.count) }
        if let refusal {
            metrics.refused()
            return answer(.failure(refusal))
        }
        metrics.queued(depth)
        wake.yield()
    }

    /// Writes batches until graceful shutdown, then what is left.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: Self.sweepInterval)) != nil {
                    self.reply(self.queue.withLock { $0.expire(at: .now) })
                }
            }
            for await _ in wakes.cancelOnGracefulShutdown() { await flush() }
            queue.withLock { $0.close() }
            await flush()
            group.cancelAll()
        }
    }

    private func flush() async {
        while let (battles, stream) = queue.withLock({ $0.beginBatch() }) {
            metrics.queued(queue.withLock { $0.waiting.count })
            await write(battles, to: stream)
            nudge.send()
        }
    }

    /// Writes battles of the batch, again and again while the database is away and somebody waits for them: each try is safe.
    ///
    /// - Parameter isAgain: whether it is a battle by itself that was refused before.
    private func write(_ battles: [NewBattle], to stream: Stream, isAgain: Bool = false) async {
        var pause = Self.pauses.first
        var battles = battles
        while !battles.isEmpty {
            let start = ContinuousClock.now
            do {
                let results = try await log.append(battles, to: stream)
                metrics.committed(battles.count, in: start.duration(to: .now))
                return reply(queue.withLock { $0.settle(battles, results) })
            } catch let error as ArenaError where error.code != .unavailable {
                return await divide(battles, to: stream, error, isAgain: isAgain)
            } catch {
                metrics.failed()
                queue.withLock { $0.fail(Self.away) }
                logger.warning(
                    "A batch was not confirmed.",
                    metadata: ["votes": "\(battles.count)", "error": "\(error)"]
                )
            }
            guard (try? await Task.sleep(for: pause)) != nil else {
                // The time for a graceful shutdown is over.
                return reply(queue.withLock { $0.expire(at: .now + .seconds(3600)) })
            }
            pause = min(pause * 2, Self.pauses.longest)
            battles = queue.withLock { queue in queue.awaited(of: battles) }
        }
    }

    /// One bad row must not fail its neighbours: it is found by halving.
    ///
    /// A single one is tried twice: what was garbled on the way can look like a fault of the row.
    private func divide(_ battles: [NewBattle], to stream: Stream, _ error: ArenaError, isAgain: Bool) async {
        guard battles.count > 1 else {
            guard isAgain else { return await write(battles, to: stream, isAgain: true) }
            logger.error("A vote cannot be written.", metadata: ["error": "\(error)"])
            return reply(queue.withLock { $0.reject(battles[0], error) })
        }
        let middle = battles.count / 2
        await write(Array(battles[..<middle]), to: stream)
        await write(Array(battles[middle...]), to: stream)
    }

    private func reply(_ replies: [Queue.Reply]) {
        let now = ContinuousClock.now
        for reply in replies {
            metrics.answered(reply.result, after: reply.arrivedAt.duration(to: now))
            reply.answer(reply.result)
        }
    }
}
