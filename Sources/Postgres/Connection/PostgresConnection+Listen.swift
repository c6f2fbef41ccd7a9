extension PostgresConnection {
    /// Listens to a channel, also while no command runs.
    ///
    /// Listening has begun when this returns. When the connection dies the sequence throws, and what was sent meanwhile
    /// is lost: connect again, listen again, and look at the data. Keep such a connection out of a pool.
    ///
    /// - Parameters:
    ///   - channel: The channel's name, exactly as NOTIFY gives it.
    ///   - bufferLimit: How many notifications wait for a slow reader; beyond it the oldest are dropped.
    /// - Throws: ``PostgresError``.
    public func listen(_ channel: String, bufferLimit: Int = 1_024) async throws -> PostgresNotifications {
        let statement: PostgresQuery = "LISTEN \(identifier: channel)"
        try Self.check(statement)
        return try await command { wire in
            for abandoned in wire.notifications.takeAbandoned() where abandoned != channel {
                let stop: PostgresQuery = "UNLISTEN \(identifier: abandoned)"
                _ = try await self.runScript(stop.sql, on: wire)
            }
            let (stream, continuation) = AsyncThrowingStream.makeStream(
                of: PostgresNotification.self,
                bufferingPolicy: .bufferingNewest(max(1, bufferLimit))
            )
            // Subscribed first: a notification can arrive together with the statement's result.
            let id = wire.notifications.add(continuation, to: channel)
            do {
                _ = try await self.runScript(statement.sql, on: wire)
            } catch {
                wire.notifications.remove(id, from: channel)
                throw error
            }
            wire.set(.listening, true)
            continuation.onTermination = { [weak wire] _ in
                wire?.loop.execute { [weak wire] in wire?.notifications.remove(id, from: channel) }
            }
            return PostgresNotifications(stream: stream)
        }
    }
}
