import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceLifecycle
import Testing

@testable import ArenaHTTP

@Suite("Connections", .timeLimit(.minutes(2)))
struct ConnectionTests {
    private static let voteHead = "POST /api/v1/battles/vote HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

    @Test(arguments: [
        ("nonsense\r\n\r\n", 400), ("GET / HTTP/9.9\r\n\r\n", 400), ("GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n", 400), ("\u{16}\u{3}\u{1}\r\n\r\n", 400),
        ("POST /api/v1/battles HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        ("POST /api/v1/battles HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 40_000) + "\r\n\r\n", 431),
        ("GET /" + String(repeating: "x", count: 400_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: y\r\n", count: 2_000) + "\r\n", 431),
    ])
    func refusesWhatIsNotHTTP(bytes: String, status: Int) async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let answer = try await RawConnection.exchange(port: port, [bytes])
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer.prefix(200))")
                #expect(answer.contains(#"{"error":{"code":"#))
                #expect(answer.lowercased().contains("content-security-policy: default-src 'none'"))
                #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2)
                #expect(try await client.get("/health/live").status == .ok)
            }
        }
    }

    @Test func answersARequestBeforeTheNonsenseAfterIt() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let answer = try await RawConnection.exchange(
                    port: port,
                    ["GET /health/live HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n"]
                )
                #expect(answer.hasPrefix("HTTP/1.1 200 OK"))
                #expect(answer.contains(#"{"status":"live"}HTTP/1.1 400 Bad Request"#))
            }
        }
    }

    @Test func answersABodyThatBreaksOff() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let answer = try await RawConnection.exchange(
                    port: port,
                    [Self.voteHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\nbad\r\n"]
                )
                #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
                #expect(answer.components(separatedBy: "HTTP/1.1 ").count == 2)
            }
        }
    }

    @Test func answersPipelinedRequestsInOrder() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let one = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"
                let last = "GET /health/ready HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                let answer = try await RawConnection.exchange(port: port, [one + one + last])
                #expect(answer.components(separatedBy: "HTTP/1.1 200 OK").count == 4)
                #expect(answer.hasSuffix(#"{"status":"ready"}"#))
            }
        }
    }

    @Test func cutsAClientThatSendsItsBodyByteByByte() async throws {
        try await withArena { arena in
            let configuration = HTTPConfiguration(requestTimeout: .milliseconds(300), idleTimeout: .seconds(30))
            try await arena.application(configuration).test(.live) { client in
                let port = try #require(client.port)
                let drops = [Self.voteHead + "Content-Length: 1000\r\n\r\n"] + Array(repeating: "x", count: 100)
                let answer = try await RawConnection.exchange(port: port, drops, pause: .milliseconds(30))
                #expect(answer.hasPrefix("HTTP/1.1 408 "), "\(answer.prefix(100))")
                #expect(answer.contains(#""code":"timeout""#))
                #expect(answer.lowercased().contains("connection: close"))
            }
        }
    }

    @Test func endsAConnectionWhoseBodyIsTooLong() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                for head in ["Content-Length: 100000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"] {
                    let chunk = head.hasPrefix("T") ? "4000\r\n" + String(repeating: "x", count: 0x4000) + "\r\n" : ""
                    let answer = try await RawConnection.exchange(
                        port: port,
                        [Self.voteHead + head] + Array(repeating: chunk, count: 6)
                    )
                    #expect(answer.hasPrefix("HTTP/1.1 413 "), "\(answer.prefix(100))")
                    #expect(answer.contains("body_too_large"))
                    #expect(answer.lowercased().contains("connection: close"))
                }
            }
        }
    }

    @Test(arguments: ["", "GET / HT", "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"])
    func closesIdleConnections(sent: String) async throws {
        try await withArena { arena in
            try await arena.application(HTTPConfiguration(idleTimeout: .seconds(3))).test(.live) { client in
                let port = try #require(client.port)
                let answer = try await RawConnection.exchange(port: port, sent.isEmpty ? [] : [sent])
                #expect(answer.isEmpty == !sent.hasSuffix("\r\n\r\n"))
            }
        }
    }

    @Test func keepsAConnectionOpenBetweenRequests() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                for _ in 0..<3 {
                    let response = try await client.post("/api/v1/battles", "{}")
                    #expect(response.status == .ok)
                    #expect(response.headers[.connection] != "close")
                    #expect(try await client.post("/api/v1/battles/vote", "{").status == .badRequest)
                }
            }
        }
    }

    @Test func answersInTimeAndStillWritesTheVoteOnce() async throws {
        try await withArena { arena in
            let configuration = HTTPConfiguration(requestTimeout: .seconds(8))
            let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
            try await arena.application(configuration).test(.router) { client in
                arena.log.hold()
                let late = try await client.vote(ticket, "tie")
                expect(late, .serviceUnavailable, "timeout")
                #expect(late.headers[.retryAfter] == "1")
                #expect(late.errorMessage?.contains("counts once") == true)
                arena.log.release()
            }
            try await arena.application().test(.router) { client in
                let again = try await client.vote(ticket, "tie")
                #expect(again.json["status"] as? String == "already_recorded")
                #expect(arena.log.battles.count == 1)
            }
        }
    }

    @Test func finishesAcceptedRequestsOnShutdown() async throws {
        try await withArena { arena in
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let server = try arena.application(HTTPConfiguration(port: 0)) { port.yield($0) }
            let services = ServiceGroup(
                configuration: ServiceGroupConfiguration(
                    services: [server],
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
            )
            let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
            let body = #"{"ticket":"\#(ticket)","outcome":"tie"}"#
            let request = Self.voteHead + "Content-Length: \(body.utf8.count)\r\n\r\n" + body
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await services.run() }
                let listening = try #require(await ports.first { _ in true })
                let idle = try await RawConnection.open(port: listening)
                let busy = try await RawConnection.open(port: listening)
                arena.log.hold()
                async let answer = busy.exchange([request])
                await arena.log.untilHeld()
                let rest = try await idle.exchange([]) { await services.triggerGracefulShutdown() }
                #expect(rest.isEmpty)
                arena.log.release()
                let text = try await answer
                #expect(text.hasPrefix("HTTP/1.1 200 OK"), "\(text)")
                #expect(text.contains(#""status":"recorded""#))
                try await group.waitForAll()
            }
            #expect(arena.log.battles.count == 1)
        }
    }

    @Test func listensForSoManyAndNoMore() async throws {
        try await withArena { arena in
            try await arena.application(HTTPConfiguration(maximumConnections: 2)).test(.live) { client in
                let port = try #require(client.port)
                #expect(try await client.get("/health/live").status == .ok)
                // More than may be held at once: each gets its turn when one before it has ended.
                try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<20 {
                        group.addTask {
                            try await RawConnection.exchange(
                                port: port,
                                ["GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"]
                            )
                        }
                    }
                    for try await answer in group { #expect(answer.hasPrefix("HTTP/1.1 200 OK")) }
                }
            }
        }
    }
}
