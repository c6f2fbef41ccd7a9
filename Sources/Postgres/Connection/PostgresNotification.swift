/// A message that some session sent with NOTIFY.
public struct PostgresNotification: Hashable, Sendable {
    /// The channel it was sent on.
    public var channel: String

    /// The text it carries, which may be empty.
    public var payload: String

    /// The process identifier of the server process that sent it.
    public var processID: Int32

    /// Makes a notification, as a test does.
    public init(channel: String, payload: String, processID: Int32) {
        self.channel = channel
        self.payload = payload
        self.processID = processID
    }
}

/// The notifications of one channel, in order, until the iteration is left or the connection ends.
///
/// Throws ``PostgresError`` with code `connectionLost` when the connection dies. Notifications that arrive faster than
/// they are read wait in a bounded buffer; beyond it the oldest are dropped.
public struct PostgresNotifications: AsyncSequence, Sendable {
    /// A notification.
    public typealias Element = PostgresNotification

    let stream: AsyncThrowingStream<PostgresNotification, any Error>

    /// Starts to read.
    public func makeAsyncIterator() -> Iterator { Iterator(base: stream.makeAsyncIterator()) }

    /// Reads one notification after the other.
    public struct Iterator: AsyncIteratorProtocol {
        var base: AsyncThrowingStream<PostgresNotification, any Error>.AsyncIterator

        /// Waits for the next notification; nil once the task is cancelled or the connection closed by this side.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(any Error) -> PostgresNotification? {
            try await base.next(isolation: actor)
        }

        /// Waits for the next notification; nil once the task is cancelled or the connection closed by this side.
        public mutating func next() async throws -> PostgresNotification? { try await next(isolation: #isolation) }
    }
}
