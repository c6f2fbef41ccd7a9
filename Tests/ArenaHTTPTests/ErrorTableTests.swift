import ArenaCore
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOHTTP1
import Synchronization
import Testing

@testable import ArenaHTTP

@Suite("The table of errors")
struct ErrorTableTests {
    private static let table: [ArenaError.Code: (Int, String, Bool)] = [
        .ticketInvalid: (400, "ticket_invalid", false),
        .ticketExpired: (410, "ticket_expired", false),
        .ticketForeign: (403, "ticket_foreign", false),
        .outcomeConflict: (409, "outcome_conflict", false),
        .noBattles: (503, "no_battles", false),
        .overloaded: (503, "overloaded", true),
        .unavailable: (503, "unavailable", true),
        .timeout: (503, "timeout", true),
        .notFound: (404, "not_found", false),
        .corrupt: (500, "internal", false),
    ]

    @Test(arguments: ArenaError.Code.allCases)
    func givesEachErrorOfTheArenaItsAnswer(code: ArenaError.Code) async throws {
        let (status, name, isRetryable) = try #require(Self.table[code])
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                arena.store.fail(with: ArenaError(code, "A sentence of its own."))
                let response = try await client.post("/api/v1/battles")
                #expect(response.status.code == status)
                expect(response, response.status, name)
                #expect((response.errorMessage == "A sentence of its own.") == (code != .corrupt))
                #expect(response.headers[.retryAfter] == (isRetryable ? "1" : nil))
                #expect(response.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func keepsInsidesInsideAndLogsThem() async throws {
        struct Leak: Error, CustomStringConvertible { let description = "password in host=db" }
        try await withArena { arena in
            let lines = LogLines()
            try await arena.application(logger: lines.logger).test(.router) { client in
                arena.store.fail(with: Leak())
                let response = try await client.post("/api/v1/battles?secret=1", "{}", cookie: "arena_voter=zzz")
                expect(response, .internalServerError, "internal")
                #expect(!response.text.contains("password"))
                #expect(lines.all.contains { $0.contains("password in host=db") })
                #expect(!lines.all.contains { $0.contains("secret=1") || $0.contains("zzz") })
            }
        }
    }

    @Test func logsALineForEachRequest() async throws {
        try await withArena { arena in
            let lines = LogLines()
            try await arena.application(logger: lines.logger).test(.router) { client in
                _ = try await client.get("/api/v1/leaderboard?token=abc")
                _ = try await client.get("/api/v1/nothing")
                let answered = lines.all.filter { $0.contains("Answered.") }
                #expect(answered.count == 2)
                #expect(answered.first?.contains("path=/api/v1/leaderboard ") == true)
                #expect(answered.first?.contains("status=200") == true)
                #expect(answered.first?.hasPrefix("debug") == true)
                #expect(answered.last?.contains("status=404") == true)
                #expect(answered.last?.hasPrefix("info") == true)
                #expect(!lines.all.contains { $0.contains("token") })
            }
        }
    }

    @Test func passesOnWhatTheLogSays() async throws {
        try await withArena { arena in
            let configuration = HTTPConfiguration(requestTimeout: .seconds(600), voteTimeout: .seconds(8))
            try await arena.application(configuration).test(.router) { client in
                let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
                arena.log.fail(with: ArenaError(.unavailable, "The database is away."))
                expect(try await client.vote(ticket, "tie"), .serviceUnavailable, "unavailable")
                arena.log.fail(with: nil)
                #expect(try await client.vote(ticket, "tie").json["status"] as? String == "recorded")
            }
        }
    }

    @Test func saysWhenThereIsNothingToVoteOn() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let bare = Catalogue(revision: 2, stream: .main, models: TestArena.models, prompts: [])
                arena.publish(revision: 2, catalogue: bare)
                let response = try await client.post("/api/v1/battles")
                expect(response, .serviceUnavailable, "no_battles")
                #expect(response.headers[.setCookie] == nil)
            }
        }
    }

    @Test func answersUnknownPathsAndMethods() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let unknown = [
                    "/api", "/api/", "/api/v1", "/api/v2/leaderboard", "/api/v1/battles/x", "/api/v1/models/a/b",
                ]
                for path in unknown {
                    expect(try await client.get(path), .notFound, "not_found")
                }
                let page = try await client.get("/nothing/here")
                #expect(page.status == .notFound)
                #expect(page.headers[.contentType] == "text/html; charset=utf-8")
                for (method, path, allow) in [
                    (HTTPRequest.Method.post, "/api/v1/leaderboard", "GET, HEAD"),
                    (.delete, "/api/v1/models/ash", "GET, HEAD"), (.get, "/api/v1/battles", "POST"),
                    (.head, "/api/v1/battles/vote", "POST"), (.put, "/api/v1/battles/vote", "POST"),
                    (.options, "/health/live", "GET, HEAD"), (.post, "/", "GET, HEAD"),
                    (.post, "/leaderboard", "GET, HEAD"),
                    (try #require(HTTPRequest.Method("PROPFIND")), "/api/v1/models", "GET, HEAD"),
                ] {
                    let response = try await client.execute(uri: path, method: method) { $0 }
                    #expect(response.status == .methodNotAllowed, "\(method) \(path)")
                    #expect(response.headers[.allow] == allow, "\(method) \(path)")
                    if method != .head { expect(response, .methodNotAllowed, "method_not_allowed") }
                }
            }
        }
    }

    @Test func knowsWhatOthersThrow() {
        #expect(APIError(answering: HTTPError(.notFound)) == .unknownPath)
        #expect(APIError(answering: HTTPError(.contentTooLarge)).code == "body_too_large")
        #expect(APIError(answering: HTTPError(.methodNotAllowed)).code == "method_not_allowed")
        #expect(APIError(answering: HTTPError(.badRequest, message: "inside")).code == "bad_request")
        #expect(APIError(answering: HTTPError(.badGateway)) == .internalError)
        #expect(APIError(answering: HTTPParserError.headerOverflow).status.code == 431)
        #expect(APIError(answering: HTTPParserError.invalidChunkSize).status == .badRequest)
        #expect(APIError(answering: CancellationError()).status == .serviceUnavailable)
        struct Other: Error {}
        #expect(APIError(answering: Other()) == .internalError)
    }
}
