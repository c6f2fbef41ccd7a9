import NIOCore

/// Voters who vote at a rate, whether or not the arena keeps up.
enum PacedVoters {
    /// A vote that was confirmed.
    struct Confirmed: Sendable {
        let seq: Int64
        let at: ContinuousClock.Instant
        /// From when it was due, or from when it was sent where nothing was waited for, until it was confirmed.
        let latency: Duration
    }

    static let connections = 64

    /// Votes with each ticket once, at `rate` a second in all, over 64 connections to the ports in turn.
    static func vote(_ tickets: [String], at rate: Double, ports: [Int]) async throws -> [Confirmed] {
        let start = ContinuousClock.now + .milliseconds(200)
        return try await withThrowingTaskGroup(of: [Confirmed].self) { group in
            for connection in 0..<connections {
                let own = stride(from: connection, to: tickets.count, by: connections).map { ($0, tickets[$0]) }
                let port = ports[connection % ports.count]
                group.addTask { try await vote(own, at: rate, from: start, port: port) }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func vote(
        _ tickets: [(place: Int, ticket: String)],
        at rate: Double,
        from start: ContinuousClock.Instant,
        port: Int
    ) async throws -> [Confirmed] {
        try await RawHTTP.connect(port: port).executeThenClose { inbound, outbound in
            var reader = RawHTTP.Reader(inbound)
            var confirmed: [Confirmed] = []
            for (place, ticket) in tickets {
                let due = start + .seconds(Double(place) / rate)
                // Whoever is late does not get the time back: what was waited for counts.
                let isLate = due <= .now
                if !isLate { try await Task.sleep(until: due, tolerance: .zero) }
                let sent = isLate ? due : .now
                let body = #"{"ticket":"\#(ticket)","outcome":"\#(place.isMultiple(of: 2) ? "model_a" : "model_b")"}"#
                try await outbound.write(
                    ByteBuffer(
                        string: """
                            POST /api/v1/battles/vote HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n\
                            Content-Length: \(body.utf8.count)\r\n\r\n\(body)
                            """
                    )
                )
                let answer = try await reader.answer()
                let now = ContinuousClock.now
                guard answer.status == 200, let seq = logPosition(answer.body) else {
                    throw BenchFailure("a vote was answered \(answer.status): \(String(buffer: answer.body))")
                }
                confirmed.append(Confirmed(seq: seq, at: now, latency: sent.duration(to: now)))
            }
            return confirmed
        }
    }

    private static func logPosition(_ body: ByteBuffer) -> Int64? {
        let key = Array(#""log_position":"#.utf8)
        let view = body.readableBytesView
        guard let range = view.firstRange(of: key) else { return nil }
        return Int64(String(decoding: view[range.upperBound...].prefix { $0 >= 48 && $0 <= 57 }, as: UTF8.self))
    }
}
