public import Postgres
import Synchronization

/// Where reads go that may be a little behind: to a replica while it answers, to the primary otherwise.
public final class ReadSide: Sendable {
    /// How long a replica that did not answer is left alone.
    private static let rest = Duration.seconds(5)

    private let primary: PostgresPool
    private let replica: PostgresPool?
    private let restsUntil = Mutex<ContinuousClock.Instant?>(nil)

    /// Reads from `replica` if there is one, and from `primary` where that fails.
    public init(primary: PostgresPool, replica: PostgresPool? = nil) {
        self.primary = primary
        self.replica = replica
    }

    /// What `body` finds.
    ///
    /// - Parameter body: gives `nil` where a thing is not there. The primary is then asked, for it may not have reached the
    ///   replica yet.
    func first<Value>(_ body: (PostgresPool) async throws -> Value?) async throws -> Value? {
        if let replica, isAwake {
            do {
                if let value = try await body(replica) { return value }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                restsUntil.withLock { $0 = .now + Self.rest }
            }
        }
        return try await body(primary)
    }

    private var isAwake: Bool { restsUntil.withLock { $0.map { .now >= $0 } ?? true } }
}
