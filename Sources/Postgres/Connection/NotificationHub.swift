/// Who listens to which channel on one connection; touched on the connection's loop alone.
struct NotificationHub {
    typealias Continuation = AsyncThrowingStream<PostgresNotification, any Error>.Continuation

    private var subscribers: [String: [UInt64: Continuation]] = [:]
    private var nextID: UInt64 = 0

    var isEmpty: Bool { subscribers.isEmpty }

    mutating func add(_ continuation: Continuation, to channel: String) -> UInt64 {
        nextID += 1
        subscribers[channel, default: [:]][nextID] = continuation
        return nextID
    }

    /// Removes a subscriber; the channel's list stays as a reminder to stop listening once nobody does.
    mutating func remove(_ id: UInt64, from channel: String) { subscribers[channel]?[id] = nil }

    /// Takes out the channels that nobody listens to any more.
    mutating func takeAbandoned() -> [String] {
        let names = subscribers.filter(\.value.isEmpty).map(\.key)
        for name in names { subscribers[name] = nil }
        return names
    }

    func deliver(_ notification: PostgresNotification) {
        for continuation in (subscribers[notification.channel] ?? [:]).values { continuation.yield(notification) }
    }

    mutating func finish(throwing error: PostgresError?) {
        let all = subscribers.values.flatMap(\.values)
        subscribers = [:]
        for continuation in all { continuation.finish(throwing: error) }
    }
}
