/// Wakes whoever follows the log when this process has just appended to it, instead of leaving it to the next poll.
public final class LogNudge: Sendable {
    let wakes: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// A nudge; one follower may wait on it.
    public init() {
        (wakes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    /// Wakes the follower, now or when it next waits.
    public func send() {
        continuation.yield()
    }
}
