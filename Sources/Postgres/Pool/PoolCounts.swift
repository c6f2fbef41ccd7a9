/// How many connections and tasks of a pool are in which state.
public struct PoolCounts: Equatable, Sendable {
    /// Connections that are lent.
    public var leased = 0
    /// Connections that nobody uses.
    public var idle = 0
    /// Connections that are being made.
    public var connecting = 0
    /// Tasks that wait for a connection.
    public var waiting = 0

    /// No connections and no tasks.
    public init() {}
}
