import Synchronization

/// Holds the state of the moment for every reader, hands new ones to whoever waits for them, and knows how fresh it is.
public final class SnapshotPublisher: Sendable {
    /// How far what is published is behind the database.
    public struct Lag: Sendable, Equatable {
        /// Since when nothing was heard of the database.
        public var silence: Duration
        /// Log entries that are known of and not in the published state.
        public var entries: Int64
        /// How long there have been such entries, without a moment in which there were none.
        public var duration: Duration
    }

    private struct Shelf {
        var state: ArenaState?
        var followedAt: ContinuousClock.Instant?
        var head: Int64 = 0
        var behindSince: ContinuousClock.Instant?
        var preparations: [@Sendable (ArenaState) -> Void] = []
        var readers: [Int: AsyncStream<ArenaState>.Continuation] = [:]
        var nextReader = 0

        mutating func compare(at instant: ContinuousClock.Instant) {
            let isBehind = head > state?.leaderboard.logPosition ?? 0
            behindSince = isBehind ? behindSince ?? instant : nil
        }
    }

    private let shelf = Mutex(Shelf())
    private let published = Atomic(0)

    /// A publisher that has nothing to show yet.
    public init() {}

    /// The last state published; `nil` until the log was first folded.
    public var current: ArenaState? {
        shelf.withLock { $0.state }
    }

    /// How many states have been published: what was made of a state may be kept for as long as this stays as it was before.
    public var edition: Int { published.load(ordering: .acquiring) }

    /// Has something done with each new state before anybody sees it, such as encoding it; on the thread that publishes.
    public func beforePublishing(_ prepare: @escaping @Sendable (ArenaState) -> Void) {
        shelf.withLock { $0.preparations.append(prepare) }
    }

    /// Replaces the state; called by one at a time.
    public func publish(_ state: ArenaState, at instant: ContinuousClock.Instant = .now) {
        for prepare in shelf.withLock({ $0.preparations }) { prepare(state) }
        let readers = shelf.withLock { shelf in
            shelf.state = state
            shelf.compare(at: instant)
            return Array(shelf.readers.values)
        }
        published.add(1, ordering: .releasing)
        for reader in readers { reader.yield(state) }
    }

    /// The state of now, if there is one, and every one published from now on; a slow reader gets the newest only.
    public func states() -> AsyncStream<ArenaState> {
        let (stream, continuation) = AsyncStream.makeStream(of: ArenaState.self, bufferingPolicy: .bufferingNewest(1))
        let number = shelf.withLock { shelf in
            defer { shelf.nextReader += 1 }
            shelf.readers[shelf.nextReader] = continuation
            if let state = shelf.state { continuation.yield(state) }
            return shelf.nextReader
        }
        continuation.onTermination = { [weak self] _ in
            self?.shelf.withLock { _ = $0.readers.removeValue(forKey: number) }
        }
        return stream
    }

    /// Notes that the database has just said how far the log has come: to entry number `head`, over all published streams.
    public func noteHead(_ head: Int64, at instant: ContinuousClock.Instant = .now) {
        shelf.withLock { shelf in
            shelf.followedAt = instant
            shelf.head = head
            shelf.compare(at: instant)
        }
    }

    /// How far behind the state is; `nil` until there is one.
    public func lag(at instant: ContinuousClock.Instant = .now) -> Lag? {
        shelf.withLock { shelf in
            guard let state = shelf.state, let followedAt = shelf.followedAt else { return nil }
            return Lag(
                silence: followedAt.duration(to: instant),
                entries: max(0, shelf.head - state.leaderboard.logPosition),
                duration: shelf.behindSince.map { $0.duration(to: instant) } ?? .zero
            )
        }
    }
}
