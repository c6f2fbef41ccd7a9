import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceLifecycle
import Testing

@testable import ArenaHTTP

@Suite("Streams of events", .timeLimit(.minutes(2)))
struct StreamTests {
    private static func request(_ headers: String = "") -> String {
        "GET /api/v1/leaderboard/stream HTTP/1.1\r\nHost: a\r\n\(headers)\r\n"
    }

    private static func events(_ text: String) -> [(id: String, data: String)] {
        text.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.components(separatedBy: "\n")
            guard let id = lines.first(where: { $0.hasPrefix("id: ") }),
                let data = lines.first(where: { $0.hasPrefix("data: ") })
            else { return nil }
            return (String(id.dropFirst(4)), String(data.dropFirst(6)))
        }
    }

    @Test func sendsEachNewBoardAndWhereOneLeftOff() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let first = try await RawConnection.open(port: port).converse(Self.request()) { reader in
                    try await reader.read { Self.events($0.bodyText).count == 1 }
                    #expect(reader.text.contains("Content-Type: text/event-stream"))
                    #expect(reader.text.contains("Cache-Control: no-store"))
                    #expect(reader.text.contains("event: leaderboard\n"))
                    arena.publish(revision: 2, more: 3)
                    try await reader.read { Self.events($0.bodyText).count == 2 }
                    return Self.events(reader.bodyText)
                }
                #expect(first[0].id.hasPrefix("100-") && first[1].id.hasPrefix("103-"))
                let board = try await client.get("/api/v1/leaderboard").text
                #expect(first[1].data == board, "the event is the board, on one line")
                // One that has seen the newest gets a sign of life, and then what is new.
                let again = Self.request("Last-Event-ID: \(first[1].id)\r\n")
                let later = try await RawConnection.open(port: port).converse(again) { reader in
                    try await reader.read { $0.bodyText.contains(": \n\n") }
                    #expect(Self.events(reader.bodyText).isEmpty, "\(reader.text)")
                    arena.publish(revision: 3, more: 4)
                    try await reader.read { Self.events($0.bodyText).count == 1 }
                    return Self.events(reader.bodyText)
                }
                #expect(later.map(\.id).allSatisfy { $0.hasPrefix("104-") })
                // One that has seen an older one gets the newest.
                let old = Self.request("Last-Event-ID: \(first[0].id)\r\n")
                let newest = try await RawConnection.open(port: port).converse(old) { reader in
                    try await reader.read { Self.events($0.bodyText).count == 1 }
                    return Self.events(reader.bodyText)
                }
                #expect(newest.map(\.id) == later.map(\.id))
            }
        }
    }

    @Test func zipsEventsOnceForAll() async throws {
        try await withArena { arena in
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let server = try arena.application(HTTPConfiguration(port: 0)) { port.yield($0) }
            let services = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [server],
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                let listening = try #require(await ports.first { _ in true })
                let request = Self.request("Accept-Encoding: br;q=1, GZip;q=0.5\r\n")
                let body = try await RawConnection.open(port: listening).converse(request) { reader in
                    try await reader.read { Unzipped($0.body).text.contains("id: 100") }
                    arena.publish(revision: 2, more: 3)
                    try await reader.read { Unzipped($0.body).text.contains("id: 103") }
                    #expect(!Unzipped(reader.body).isWhole)
                    await services.triggerGracefulShutdown()
                    try await reader.read { _ in false }
                    return reader.body
                }
                // Shutting down ends the stream, and the file in it, as they should end.
                let unzipped = Unzipped(body)
                #expect(unzipped.isWhole && Self.events(unzipped.text).count == 2)
                try await group.waitForAll()
            }
        }
    }

    @Test func aSlowReaderMissesWhatIsOldAndCostsNothing() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                // Boards so large that the system's buffers cannot hold them all.
                let wide = arena.catalogue(organization: String(repeating: "o", count: 40_000))
                let last: Int64 = 500
                let ids = try await RawConnection.open(port: port).converse(Self.request()) { reader in
                    try await reader.read { Self.events($0.bodyText).count == 1 }
                    for more in 1...last { arena.publish(revision: Int(more) + 1, more: more, catalogue: wide) }
                    try await reader.read { $0.ends(with: "\n\n\r\n") && $0.lastEventID == "\(100 + last)" }
                    return Self.events(reader.bodyText).compactMap { Int($0.id.prefix { $0 != "-" }) }
                }
                #expect(ids.last == 100 + Int(last))
                #expect(ids == ids.sorted())
                #expect(ids.count < Int(last) * 3 / 4, "\(ids.count) events were kept for a reader who did not read")
            }
        }
    }

    @Test func takesSoManyListenersAndNoMore() async throws {
        try await withArena { arena in
            let configuration = HTTPConfiguration(maximumStreams: 1, requestTimeout: .seconds(600))
            try await arena.application(configuration).test(.live) { client in
                let port = try #require(client.port)
                try await RawConnection.open(port: port).converse(Self.request()) { reader in
                    try await reader.read { Self.events($0.bodyText).count == 1 }
                    let refused = try await client.get("/api/v1/leaderboard/stream")
                    expect(refused, .serviceUnavailable, "overloaded")
                    #expect(refused.headers[.retryAfter] == "1")
                }
                // A client that is gone is noticed when something is sent to it.
                var isTaken = false
                for revision in 2..<200 where !isTaken {
                    arena.publish(revision: revision, more: Int64(revision))
                    try await Task.sleep(for: .milliseconds(20))
                    isTaken = try await RawConnection.open(port: port).converse(Self.request()) { reader in
                        try await reader.read { Self.events($0.bodyText).count == 1 || $0.text.contains("503") }
                        return !reader.text.contains("503")
                    }
                }
                #expect(isTaken)
            }
        }
    }

    @Test func answersHeadsAndEarlyAsksWithoutAStream() async throws {
        try await withArena(isPublished: false) { arena in
            try await arena.application().test(.live) { client in
                expect(try await client.get("/api/v1/leaderboard/stream"), .serviceUnavailable, "unavailable")
                arena.publish()
                let head = try await client.execute(uri: "/api/v1/leaderboard/stream", method: .head) { $0 }
                #expect(head.status == .ok && head.headers[.contentType] == "text/event-stream")
            }
        }
    }
}
