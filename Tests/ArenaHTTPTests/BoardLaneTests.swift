import ArenaCore
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import ArenaHTTP

@Suite("The lane for the board", .timeLimit(.minutes(2)))
struct BoardLaneTests {
    private static func board(_ headers: String...) -> String {
        "GET /api/v1/leaderboard HTTP/1.1\r\nHost: a\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    private static let last = "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    /// The answers on a connection, without their dates.
    private static func answers(_ text: String) -> [String] {
        let dated = text.replacing(#/Date: [^\r]*/#, with: "Date: now")
        return dated.split(separator: "HTTP/1.1 ").map { String($0) }
    }

    /// The first goes the usual way, those after it do not.
    @Test(arguments: [[], ["Accept-Encoding: br, gzip"], ["Accept-Encoding: gzip;q=0"], ["If-None-Match: *"]])
    func saysWhatTheUsualWaySays(headers: [String]) async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let request =
                    "GET /api/v1/leaderboard HTTP/1.1\r\nHost: a\r\n" + headers.map { $0 + "\r\n" }.joined() + "\r\n"
                let answer = try await RawConnection.open(port: port).exchangeBytes(
                    [request, request, request, Self.last],
                    pause: .milliseconds(100)
                )
                let answers = Self.answers(String(decoding: answer, as: Unicode.ASCII.self))
                try #require(answers.count == 4)
                #expect(answers[0].hasPrefix(headers == ["If-None-Match: *"] ? "304 Not Modified\r\n" : "200 OK\r\n"))
                #expect(answers[0].contains("Date: now\r\n\r\n"))
                #expect(answers[1] == answers[0] && answers[2] == answers[0])
                #expect(answers[3].hasPrefix("200 OK\r\n"))
            }
        }
    }

    @Test func givesTheNewestBoardToWhoeverAsksAgain() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                // The first goes the usual way, the second and the third do not.
                let text = try await RawConnection.open(port: port).converse(Self.board()) { reader in
                    for count in 1...3 {
                        try await reader.read { Self.answers($0.text).count == count && $0.ends(with: "]}") }
                        if count == 2 { arena.publish(revision: 2, more: 5) }
                        if count < 3 { try await reader.send(Self.board()) }
                    }
                    return reader.text
                }
                let answers = Self.answers(text)
                try #require(answers.count == 3)
                #expect(answers[0] == answers[1])
                #expect(answers[1] != answers[2])
                let fresh = try await client.get("/api/v1/leaderboard").text
                #expect(answers[2].hasSuffix(fresh))
            }
        }
    }

    @Test func stepsAsideForWhateverElseComes() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let port = try #require(client.port)
                let pieces = [
                    Self.board(), Self.board(), "GET /api/v1/models HTTP/1.1\r\nHos", "t: a\r\n\r\n", Self.board(),
                    Self.board() + Self.board(), Self.last,
                ]
                let connection = try await RawConnection.open(port: port)
                let answers = Self.answers(try await connection.exchange(pieces, pause: .milliseconds(50)))
                #expect(answers.map { $0.prefix(3) } == Array(repeating: "200", count: 7))
            }
        }
    }

    @Test func takesWhatProgramsSend() throws {
        let curl = try #require(BoardRequest(ByteBuffer(string: Self.board("User-Agent: curl/7.88.1", "Accept: */*"))))
        #expect(!curl.takesGzip && curl.tags.isEmpty)
        let known = Self.board(
            "Connection: Keep-Alive",
            "accept-encoding:gzip , deflate",
            "If-None-Match: \"a\", \"b\"",
            "X-Empty:",
            "If-None-Match: W/\"c\""
        )
        let request = try #require(BoardRequest(ByteBuffer(string: known)))
        #expect(request.takesGzip)
        #expect(request.tags == ["\"a\", \"b\"", "W/\"c\""])
    }

    @Test(arguments: [
        "", "\r\n\r\n", "GET /api/v1/leaderboard HTTP/1.1\r\n\r\n", "GET /api/v1/leaderboard HTTP/1.1\r\nHost: a\r\n",
        "GET /api/v1/leaderboard HTTP/1.0\r\nHost: a\r\n\r\n", "HEAD /api/v1/leaderboard HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /api/v1/leaderboard?at=x HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET  /api/v1/leaderboard HTTP/1.1\r\nHost: a\r\n\r\n",
        board() + board(), board() + "x", "\r\n" + board(), board("Host: b"), board("Connection: close"),
        board("Connection: keep-alive, close"), board("Content-Length: 0"), board("Transfer-Encoding: chunked"),
        board("Expect: 100-continue"), board("Upgrade: h2c"), board("A : b"), board(": b"), board("A"),
        board("A: b", " c"),
        board("A: b\u{0}"), board("A: b\rB: c"), board("A: b\nB: c"), board("A: é"), board("", "A: b"),
        board("A: " + String(repeating: "b", count: 2_048)), "GET /api/v1/leaderboard HTTP/1.1\r\nHost: \r\n\r\n",
    ])
    func leavesTheRestToOthers(request: String) {
        #expect(BoardRequest(ByteBuffer(string: request)) == nil, "\(request.debugDescription)")
    }
}
