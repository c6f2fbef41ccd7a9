import Synchronization

/// Holds the state of the moment for every reader, and how fresh it is.
public final class SnapshotPublisher: Sendable {
    private struct Shelf {
        var state: ArenaState?
        var followedAt: ContinuousClock.Instant?
    }

    private let shelf = Mutex(Shelf())

    /// A publisher that has nothing to show yet.
    public init() {}

    /// The last state published; `nil` until the log was first folded.
    public var current: ArenaState? {
        shelf.withLock { $0.state }
    }

    /// Replaces the state.
    public func publish(_ state: ArenaState) {
        shelf.withLock { $0.state = state }
    }

    /// Notes that the state was found to be up to date with the database just now.
    public func noteFollowed(at instant: ContinuousClock.Instant = .now) {
        shelf.withLock { $0.followedAt = instant }
    }

    /// How long ago the state was last known to be up to date; `nil` when it never was.
    public func age(at instant: ContinuousClock.Instant = .now) -> Duration? {
        shelf.withLock { $0.followedAt.map { $0.duration(to: instant) } }
    }
}
