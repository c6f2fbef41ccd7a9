import ArenaCore
import ArenaHTTP
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// The fast lane exists on real connections only, through the router alone the routes answer: both must say the same.
@Suite("The fast lane", .timeLimit(.minutes(2)))
struct FastLaneTests {
    private static func vote(_ ticket: String, _ outcome: String = "tie", _ headers: String = "") -> String {
        let body = #"{"ticket":"\#(ticket)","outcome":"\#(outcome)"}"#
        return """
            POST /api/v1/battles/vote HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\(headers)\
            Content-Length: \(body.utf8.count)\r\n\r\n\(body)
            """
    }

    private static func board(_ headers: String = "") -> String {
        "GET /api/v1/leaderboard HTTP/1.1\r\nHost: a\r\n\(headers)\r\n"
    }

    private static let last = "Connection: close\r\n"

    /// The status lines of the answers in what a connection gave.
    private static func statuses(_ answer: String) -> [Int] {
        answer.matches(of: #/HTTP/1\.1 (\d{3}) /#).compactMap { Int($0.1) }
    }

    @Test func votesAndBoardsInOneSegmentAreAnsweredInOrder() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let voter = arena.pseudonyms.voter(cookie: "x")
                let tickets = try (0..<3).map { _ in try arena.ticket(for: voter) }
                let requests = [
                    Self.vote(tickets[0]), Self.board(), Self.vote(tickets[1]),
                    "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n",
                    Self.vote("nonsense"), Self.vote(tickets[2]), Self.vote(tickets[0], "model_a"),
                    Self.board(Self.last),
                ]
                let answer = try await RawConnection.exchange(port: port, [requests.joined()])
                #expect(Self.statuses(answer) == [200, 200, 200, 200, 400, 200, 409, 200])
                #expect(arena.log.battles.count == 3)
                #expect(answer.hasSuffix("}"))
            }
        }
    }

    @Test func manyRequestsAheadOfTheirAnswersAreAllAnswered() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let voter = arena.pseudonyms.voter(cookie: "x")
                var requests = try (0..<200).map { _ in Self.vote(try arena.ticket(for: voter)) }
                requests.append(Self.board(Self.last))
                let answer = try await RawConnection.exchange(port: port, [requests.joined()])
                #expect(Self.statuses(answer) == Array(repeating: 200, count: 201))
                #expect(arena.log.battles.count == 200)
            }
        }
    }

    @Test func aVoteInPiecesCountsAsOneInOne() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
                let whole = Self.vote(ticket, "model_b", Self.last)
                let half = whole.index(whole.endIndex, offsetBy: -30)
                let pieces = [String(whole[..<half]), String(whole[half...])]
                let first = try await RawConnection.exchange(port: port, pieces, pause: .milliseconds(100))
                let again = try await RawConnection.exchange(port: port, [whole])
                #expect(Self.statuses(first) == [200] && Self.statuses(again) == [200])
                #expect(arena.log.battles.count == 1)
                let bodies = [first, again].compactMap { $0.components(separatedBy: "\r\n\r\n").last }
                #expect(bodies[0] == bodies[1].replacing("already_recorded", with: "recorded"))
            }
        }
    }

    @Test func clientsOfOldAreAnsweredAndLeft() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
                let vote = Self.vote(ticket).replacing("HTTP/1.1", with: "HTTP/1.0")
                for request in [vote, Self.board().replacing("HTTP/1.1", with: "HTTP/1.0")] {
                    let answer = try await RawConnection.exchange(port: port, [request])
                    #expect(answer.hasPrefix("HTTP/1.") && answer.contains(" 200 OK\r\n"), "\(answer.prefix(100))")
                    #expect(answer.lowercased().contains("\r\ncontent-length: "))
                }
                #expect(arena.log.battles.count == 1)
            }
        }
    }

    @Test(arguments: [
        (#"{"ticket":"TICKET","outcome":"draw"}"#, "application/json"), ("", "application/json"),
        ("{", "application/json"),
        (#"{"ticket":"TICKET","outcome":"tie"}"#, "text/plain"), (#"["TICKET"]"#, "application/json"),
        (#"{"ticket":"EXPIRED","outcome":"tie"}"#, "application/json"),
        (#"{"ticket":"OTHERS","outcome":"tie"}"#, "application/json"),
        (#"{"ticket":"TICKET ","outcome":"tie"}"#, "application/json"),
        (#"{"outcome":"tie", "ticket":"\u0054ICKET"}"#, "application/json; charset=utf-8"),
    ])
    func saysOfAVoteWhatTheRouteSays(body: String, type: String) async throws {
        try await withArena { arena in
            let own = arena.pseudonyms.voter(cookie: String(repeating: "A", count: 22))
            let tickets = [
                "TICKET": try arena.ticket(for: own), "EXPIRED": try arena.ticket(for: own, expiresIn: -30),
                "OTHERS": try arena.ticket(for: arena.pseudonyms.voter(cookie: "another")),
            ]
            let body = tickets.reduce(body) { $0.replacing($1.key, with: $1.value) }
            let cookie = "arena_voter=" + String(repeating: "A", count: 22)
            func answer(_ setup: TestingSetup) async throws -> TestResponse {
                try await arena.application().test(setup) { client in
                    try await client.post("/api/v1/battles/vote", body, type: type, cookie: cookie)
                }
            }
            let byRoute = try await answer(.router)
            let byLane = try await answer(.live)
            #expect(byLane.status == byRoute.status && byLane.text == byRoute.text, "\(byRoute.text)")
            #expect(byLane.headers[.contentType] == byRoute.headers[.contentType])
            #expect(byLane.headers[.cacheControl] == byRoute.headers[.cacheControl])
            #expect(byLane.status.code >= 400)
        }
    }

    @Test func givesTheBoardWithTheRoutesHeaders() async throws {
        try await withArena { arena in
            func boards(_ setup: TestingSetup) async throws -> [TestResponse] {
                try await arena.application().test(setup) { client in
                    let whole = try await client.get("/api/v1/leaderboard")
                    var known = HTTPFields()
                    known[.ifNoneMatch] = whole.headers[.eTag]
                    return [whole, try await client.get("/api/v1/leaderboard", headers: known)]
                }
            }
            let byRoute = try await boards(.router)
            let byLane = try await boards(.live)
            for (route, lane) in zip(byRoute, byLane) {
                #expect(lane.status == route.status && lane.text == route.text)
                for header in route.headers where header.name != .date && header.name != .contentLength {
                    #expect(lane.headers[values: header.name] == route.headers[values: header.name], "\(header.name)")
                }
            }
            #expect(byLane.map(\.status) == [.ok, .notModified])
        }
    }

    @Test func aVoteThatTheDatabaseDoesNotTakeInTimeIsToBeSentAgain() async throws {
        try await withArena { arena in
            let configuration = HTTPConfiguration(voteTimeout: .milliseconds(300))
            let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
            try await arena.application(configuration).test(.live) { client in
                arena.log.hold()
                let late = try await client.vote(ticket, "tie")
                arena.log.release()
                expect(late, .serviceUnavailable, "timeout")
                #expect(late.headers[.retryAfter] != nil)
                #expect(try await client.vote(ticket, "tie").status == .ok)
                #expect(arena.log.battles.count == 1)
            }
        }
    }

    @Test func aVotersNetworkIsTheOneThatATrustedProxyNames() async throws {
        try await withArena { arena in
            let voter = arena.pseudonyms.voter(cookie: "x")
            func network(_ trusted: String, _ forwarded: String) async throws -> NetworkID? {
                var configuration = HTTPConfiguration(requestTimeout: .seconds(600))
                configuration.trustedProxies = try TrustedProxies(trusted)
                let request = Self.vote(
                    try arena.ticket(for: voter),
                    "tie",
                    "X-Forwarded-For: \(forwarded)\r\n" + Self.last
                )
                return try await arena.application(configuration).test(.live) { client in
                    let answer = try await RawConnection.exchange(port: try #require(client.port), [request])
                    #expect(Self.statuses(answer) == [200])
                    return arena.log.battles.last?.network
                }
            }
            let home = arena.pseudonyms.network(of: [203, 0, 113, 7])
            let loopback = arena.pseudonyms.network(of: [127, 0, 0, 1])
            #expect(try await network("127.0.0.0/8,::1", "198.51.100.1, 203.0.113.7") == home)
            #expect(try await network("", "203.0.113.7") != home, "nobody is trusted unless named")
            let named = try await network("10.0.0.0/8", "203.0.113.7")
            #expect(named == loopback || named == arena.pseudonyms.network(of: [UInt8](repeating: 0, count: 15) + [1]))
        }
    }
}
