import ArenaCore
import ArenaHTTP
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ranking
import Testing

@Suite("Battles over HTTP")
struct BattleRoutesTests {
    private static var cookiePattern: Regex<Substring> {
        /arena_voter=[A-Za-z0-9_-]{21}[AQgw]; Path=\/; Max-Age=31536000; HttpOnly; SameSite=Lax/
    }

    @Test func servesABattleWithoutNames() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let response = try await client.post("/api/v1/battles")
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "no-store")
                let json = response.json
                #expect(Set(json.keys) == ["ticket", "expires_at", "sample", "prompt", "response_a", "response_b"])
                let side = json["response_a"] as? [String: Any]
                #expect(side.map { Set($0.keys) } == ["messages"])
                let message = (side?["messages"] as? [[String: Any]])?.first
                #expect(message.map { Set($0.keys) } == ["text", "document"])
                #expect((message?["document"] as? [String: Any])?["type"] as? String == "document")
                let prompt = (json["prompt"] as? [String: Any])?["messages"] as? [[String: Any]]
                #expect(prompt?.first.map { Set($0.keys) } == ["role", "text", "document"])
                #expect(prompt?.first?["role"] as? String == "user")
                // A ticket is random letters, which may spell anything.
                let rest = response.text.replacing(try #require(json["ticket"] as? String), with: "")
                for model in TestArena.models {
                    #expect(!rest.contains(model.name) && !rest.contains("\"\(model.slug)\""))
                }
            }
        }
    }

    @Test func differsBetweenBattlesInTextsTicketAndExpiryOnly() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let first = try await client.post("/api/v1/battles")
                let cookie = try #require(first.cookie)
                var lengths: Set<Int> = []
                var shapes: Set<String> = []
                var tickets: Set<String> = []
                for _ in 0..<40 {
                    let response = try await client.post("/api/v1/battles", "{}", cookie: cookie)
                    let ticket = try #require(response.json["ticket"] as? String)
                    lengths.insert(ticket.count)
                    tickets.insert(ticket)
                    var shape = response.text.replacing(ticket, with: "T")
                        .replacing(try #require(response.json["expires_at"] as? String), with: "E")
                    for (text, mark) in [("Which *tree*?", "P"), ("나무?", "P"), (#""en""#, "L"), ("null", "L")] {
                        shape = shape.replacing(text, with: mark)
                    }
                    shapes.insert(shape.replacing(/"prompt".*?"response_a"/, with: ""))
                    shapes.insert(response.headers.map { "\($0.name): \($0.value)" }.sorted().joined())
                    #expect(response.headers[.setCookie] == nil)
                }
                #expect(lengths.count == 1)
                #expect(tickets.count == 40)
                // One body and two sets of headers, for the two prompts have texts of two lengths.
                #expect(shapes.count == 3)
            }
        }
    }

    @Test func setsTheCookieOnceAndTakesItBack() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let fresh = try await client.post("/api/v1/battles", "{}")
                let header = try #require(fresh.headers[.setCookie])
                #expect(try Self.cookiePattern.wholeMatch(in: header) != nil)
                let cookie = try #require(fresh.cookie)
                let again = try await client.post("/api/v1/battles", "{}", cookie: "a=b; \(cookie) ; c")
                #expect(again.headers[.setCookie] == nil)
                let ticket = try #require(again.json["ticket"] as? String)
                let value = cookie.dropFirst("arena_voter=".count)
                #expect(try arena.sealer.open(ticket).pairing.voter == arena.pseudonyms.voter(cookie: String(value)))
            }
        }
    }

    @Test(arguments: [
        "arena_voter=", "arena_voter=short", "arena_voter=AAAAAAAAAAAAAAAAAAAAAB", "arena_voter=AAAAAAAAAAAAAAAAAAAA A",
        "arena_voter=AAAAAAAAAAAAAAAAAAAAAAA", "arena_voter=../../../../../../AAAA",
        "Arena_voter=AAAAAAAAAAAAAAAAAAAAAA", "arena_voter", "arena_voter=ÄÄÄÄÄÄÄÄÄÄÄ",
    ])
    func replacesMalformedCookies(cookie: String) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let response = try await client.post("/api/v1/battles", "{}", cookie: cookie)
                #expect(response.status == .ok)
                #expect(response.headers[.setCookie] != nil)
            }
        }
    }

    @Test func marksTheCookieSecureWhenAsked() async throws {
        try await withArena { arena in
            try await arena.application(HTTPConfiguration(secureCookies: true)).test(.router) { client in
                let response = try await client.post("/api/v1/battles")
                #expect(response.headers[.setCookie]?.hasSuffix("; Secure") == true)
            }
        }
    }

    @Test(arguments: Outcome.allCases)
    func recordsAVoteAndReveals(outcome: Outcome) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let served = try await client.post("/api/v1/battles", "{}")
                let ticket = try #require(served.json["ticket"] as? String)
                let response = try await client.vote(ticket, outcome.label, cookie: served.cookie)
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "no-store")
                let json = response.json
                #expect(json["status"] as? String == "recorded")
                #expect(json["outcome"] as? String == outcome.label)
                #expect(json["log_position"] as? Int == 1)
                let battle = try #require(arena.log.battles.first)
                #expect(arena.log.battles.count == 1)
                #expect(json["battle"] as? String == battle.id.description)
                #expect(battle.outcome == outcome)
                let pairing = try arena.sealer.open(ticket).pairing
                for (side, id) in [("model_a", pairing.modelA), ("model_b", pairing.modelB)] {
                    let shown = try #require(json[side] as? [String: Any])
                    let model = try #require(arena.catalogue.model(id: id))
                    #expect(shown["model"] as? String == model.slug)
                    #expect(shown["name"] as? String == model.name)
                    #expect(shown["organization"] as? String == model.organization)
                    let row = arena.publisher.current?.leaderboard.row(of: id)
                    #expect(shown["rank"] as? Int == row?.rating.rank)
                    #expect((shown["rating"] is Double) == (row != nil))
                }
            }
        }
    }

    @Test func answersAReplayAndRefusesAChange() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
                let first = try await client.vote(ticket, "tie")
                let again = try await client.vote(ticket, "tie")
                #expect(first.json["status"] as? String == "recorded")
                #expect(again.status == .ok)
                #expect(again.json["status"] as? String == "already_recorded")
                #expect(again.json["log_position"] as? Int == first.json["log_position"] as? Int)
                expect(try await client.vote(ticket, "model_a"), .conflict, "outcome_conflict")
                #expect(arena.log.battles.map(\.outcome) == [.tie])
            }
        }
    }

    @Test func countsOneTicketOnceHoweverOftenItIsSent() async throws {
        try await withArena { arena in
            let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
            try await arena.application().test(.router) { client in
                let statuses = try await withThrowingTaskGroup(of: String.self) { group in
                    for _ in 0..<1000 {
                        group.addTask { try await client.vote(ticket, "model_b").json["status"] as? String ?? "?" }
                    }
                    return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
                }
                #expect(statuses == ["recorded": 1, "already_recorded": 999])
                #expect(arena.log.battles.count == 1)
            }
        }
    }

    @Test func recordsVotersByPseudonymOnly() async throws {
        try await withArena { arena in
            try await arena.application().test(.live) { client in
                let served = try await client.post("/api/v1/battles", "{}")
                let ticket = try #require(served.json["ticket"] as? String)
                #expect(try await client.vote(ticket, "tie", cookie: served.cookie).status == .ok)
                let battle = try #require(arena.log.battles.first)
                let loopback: [[UInt8]] = [[127, 0, 0, 1], Array(repeating: 0, count: 15) + [1]]
                let local = loopback.map(arena.pseudonyms.network(of:))
                #expect(battle.network.map(local.contains) == true)
            }
        }
    }

    @Test func refusesTicketsOfOthersAlteredAndLate() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let served = try await client.post("/api/v1/battles", "{}")
                let ticket = try #require(served.json["ticket"] as? String)
                let stranger = try #require(try await client.post("/api/v1/battles").cookie)
                expect(try await client.vote(ticket, "tie", cookie: stranger), .forbidden, "ticket_foreign")
                let altered = (ticket.first == "A" ? "B" : "A") + ticket.dropFirst()
                for bad in [altered, "", "x", String(ticket.dropLast()), ticket + "A", ticket + "=", "é"] {
                    expect(try await client.vote(bad, "tie"), .badRequest, "ticket_invalid")
                }
                let late = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"), expiresIn: -1)
                expect(try await client.vote(late, "tie"), .gone, "ticket_expired")
                #expect(arena.log.battles.isEmpty)
                // No cookie, or one of no form: the ticket alone is enough.
                #expect(try await client.vote(ticket, "tie", cookie: "arena_voter=nonsense").status == .ok)
            }
        }
    }

    @Test(arguments: [
        ("", "invalid_json"), ("{", "invalid_json"), ("nonsense", "invalid_json"), ("[]", "invalid_request"),
        ("\"x\"", "invalid_request"), ("null", "invalid_request"), ("{}", "invalid_request"), ("7", "invalid_request"),
        (#"{"ticket":"x"}"#, "invalid_request"), (#"{"outcome":"tie"}"#, "invalid_request"),
        (#"{"ticket":1,"outcome":"tie"}"#, "invalid_request"), (#"{"ticket":null,"outcome":"tie"}"#, "invalid_request"),
        (#"{"ticket":"x","outcome":"TIE"}"#, "invalid_request"), (#"{"ticket":"x","outcome":3}"#, "invalid_request"),
        (#"{"ticket":"x","outcome":"tie","#, "invalid_json"), (#"{"ticket":"x","outcome":["tie"]}"#, "invalid_request"),
        (String(repeating: "[", count: 30_000), "invalid_json"),
    ])
    func refusesBodiesThatAreNoVotes(body: String, code: String) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                expect(try await client.post("/api/v1/battles/vote", body), .badRequest, code)
            }
        }
    }

    @Test func saysWhatIsWrongWithAVote() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let path = "/api/v1/battles/vote"
                let missing = try await client.post(path, #"{"outcome":"tie"}"#)
                #expect(missing.errorMessage?.contains("`ticket` is missing") == true)
                let wrong = try await client.post(path, #"{"ticket":1,"outcome":"tie"}"#)
                #expect(wrong.errorMessage?.contains("`ticket` must be a string") == true)
                let unknown = try await client.vote("x", "draw")
                #expect(unknown.errorMessage?.contains("model_a, model_b, tie, both_bad") == true)
            }
        }
    }

    @Test func ignoresFieldsItDoesNotKnow() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
                let body = #"{"ticket":"\#(ticket)","outcome":"tie","extra":{"a":[1]}}"#
                #expect(try await client.post("/api/v1/battles/vote", body).status == .ok)
                #expect(try await client.post("/api/v1/battles?x=1", #"{"extra":1}"#).status == .ok)
            }
        }
    }

    @Test(arguments: [
        nil, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp",
    ])
    func takesJSONOnly(type: String?) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let vote = try await client.post("/api/v1/battles/vote", #"{"ticket":"x","outcome":"tie"}"#, type: type)
                expect(vote, .unsupportedMediaType, "unsupported_media_type")
                let draw = try await client.post("/api/v1/battles", "{}", type: type)
                expect(draw, .unsupportedMediaType, "unsupported_media_type")
            }
        }
    }

    @Test func takesJSONUnderAnySpelling() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                for type in ["application/json; charset=utf-8", "Application/JSON", " application/json ;x=y"] {
                    #expect(try await client.post("/api/v1/battles", "{}", type: type).status == .ok)
                }
                #expect(try await client.post("/api/v1/battles", nil).status == .ok)
                expect(try await client.post("/api/v1/battles", "[]"), .badRequest, "invalid_request")
                expect(try await client.post("/api/v1/battles", "{"), .badRequest, "invalid_json")
            }
        }
    }

    @Test func refusesLongBodies() async throws {
        try await withArena { arena in
            try await arena.application(HTTPConfiguration(maximumBodyBytes: 100)).test(.router) { client in
                let body = #"{"ticket":"\#(String(repeating: "x", count: 200))","outcome":"tie"}"#
                expect(try await client.post("/api/v1/battles/vote", body), .contentTooLarge, "body_too_large")
                expect(try await client.post("/api/v1/battles", body), .contentTooLarge, "body_too_large")
            }
        }
    }
}
