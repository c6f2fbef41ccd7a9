import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ArenaHTTP

@Suite("Skips, reasons and choices over HTTP")
struct AsideRoutesTests {
    @Test func aSkipIsNotedOnceAndTellsNothing() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let battle = try await client.post("/api/v1/battles")
                let cookie = try #require(battle.cookie)
                let ticket = try #require(battle.json["ticket"] as? String)
                let body = #"{"ticket":"\#(ticket)"}"#
                let first = try await client.post("/api/v1/battles/skip", body, cookie: cookie)
                #expect(first.status == .ok && first.text == #"{"status":"recorded"}"#)
                #expect(first.headers[.cacheControl] == "no-store")
                let second = try await client.post("/api/v1/battles/skip", body, cookie: cookie)
                #expect(second.text == #"{"status":"already_recorded"}"#)
                #expect(arena.asides.skips == 1)
                // A vote is a voter's right still.
                #expect(try await client.vote(ticket, "tie", cookie: cookie).status == .ok)
            }
        }
    }

    @Test func ticketsAreHeldToTheSameRules() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let voter = arena.pseudonyms.voter(cookie: VoterCookie().value)
                let late = try arena.ticket(for: voter, expiresIn: -1)
                let own = try arena.ticket(for: voter)
                let other = "arena_voter=\(VoterCookie().value)"
                for path in ["skip", "reasons"] {
                    func body(_ ticket: String) -> String { #"{"ticket":"\#(ticket)","reasons":[]}"# }
                    let path = "/api/v1/battles/" + path
                    expect(try await client.post(path, body("x")), .badRequest, "ticket_invalid")
                    expect(try await client.post(path, body(own), cookie: other), .forbidden, "ticket_foreign")
                    expect(try await client.post(path, "{}"), .badRequest, "invalid_request")
                    expect(try await client.post(path, "[", cookie: nil), .badRequest, "invalid_json")
                    #expect(try await client.get(path).status == .methodNotAllowed)
                }
                expect(
                    try await client.post("/api/v1/battles/skip", #"{"ticket":"\#(late)"}"#),
                    .gone,
                    "ticket_expired"
                )
                #expect(arena.asides.skips == 0)
            }
        }
    }

    @Test func reasonsFollowAVoteAndReplaceEachOther() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let voter = arena.pseudonyms.voter(cookie: VoterCookie().value)
                let ticket = try arena.ticket(for: voter)
                func give(_ reasons: String) async throws -> TestResponse {
                    try await client.post("/api/v1/battles/reasons", #"{"ticket":"\#(ticket)","reasons":\#(reasons)}"#)
                }
                expect(try await give(#"["clarity"]"#), .notFound, "not_found")
                arena.asides.note(vote: try arena.sealer.open(ticket).pairing.battle)
                let answer = try await give(#"["length","clarity","length"]"#)
                #expect(answer.text == #"{"status":"recorded","reasons":["clarity","length"]}"#)
                #expect(try await give("[]").text == #"{"status":"recorded","reasons":[]}"#)
                #expect(arena.asides.reasons == [[]])
                let unknown = try await give(#"["beauty"]"#)
                expect(unknown, .badRequest, "invalid_request")
                #expect(unknown.errorMessage?.contains("`correctness`") == true)
            }
        }
    }

    @Test func battlesCanBeChosenByTheirPrompts() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let choices = try await client.get("/api/v1/battles/choices")
                #expect(
                    choices.text
                        == #"{"prompts":2,"languages":[{"code":"en","prompts":1}],"categories":[{"name":"trees","prompts":1}],"lengths":[{"name":"short","prompts":2}]}"#
                )
                func prompt(_ body: String) async throws -> String? {
                    let battle = try await client.post("/api/v1/battles", body)
                    let messages = (battle.json["prompt"] as? [String: Any])?["messages"] as? [[String: Any]]
                    return messages?.first?["text"] as? String
                }
                for _ in 0..<12 {
                    #expect(try await prompt(#"{"language":"en"}"#) == "Which *tree*?")
                    #expect(
                        try await prompt(#"{"category":"trees","length":"short","language":""}"#) == "Which *tree*?"
                    )
                }
                for nothing in [
                    #"{"language":"fr"}"#, #"{"length":"long"}"#, #"{"category":"trees","length":"medium"}"#,
                ] {
                    expect(try await client.post("/api/v1/battles", nothing), .serviceUnavailable, "no_battles")
                }
                for bad in [
                    #"{"length":"huge"}"#, #"{"language":1}"#,
                    #"{"category":"\#(String(repeating: "x", count: 201))"}"#,
                ] {
                    expect(try await client.post("/api/v1/battles", bad), .badRequest, "invalid_request")
                }
            }
        }
    }

    @Test func aVoteThatWasTakenOutIsSaidNotToCount() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let battle = try await client.post("/api/v1/battles")
                let cookie = try #require(battle.cookie)
                let ticket = try #require(battle.json["ticket"] as? String)
                let first = try await client.vote(ticket, "tie", cookie: cookie)
                #expect(first.json["counted"] as? Bool == true)
                let seq = try #require(first.json["log_position"] as? Int)
                arena.publish(revision: 2, excluded: [Int64(seq)])
                let again = try await client.vote(ticket, "tie", cookie: cookie)
                #expect(again.json["counted"] as? Bool == false)
                #expect(again.json["not_counted_because"] as? String == "excluded")
            }
        }
    }
}
