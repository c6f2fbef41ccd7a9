import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ranking
import Synchronization
import Testing

@testable import ArenaHTTP

@Suite("Boards over HTTP")
struct BoardRoutesTests {
    @Test func showsTheBoard() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let response = try await client.get("/api/v1/leaderboard?unknown=1")
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "application/json")
                let json = response.json
                #expect(json["slice"] as? String == "overall")
                #expect(json["method"] as? String == "bradley_terry")
                #expect(json["log_position"] as? Int == 100)
                #expect(json["log_positions"] as? [String: Int] == ["0": 100])
                #expect(json["fitted_at"] as? String == "2023-11-14T22:13:21.678Z")
                #expect(json["converged"] as? Bool == true)
                #expect(json["sample"] as? Bool == false)
                let models = try #require(json["models"] as? [[String: Any]])
                #expect(models.map { $0["model"] as? String } == ["ash", "birch", "cedar", "elm"])
                #expect(models[1]["organization"] is NSNull)
                #expect(models[3]["ties"] as? Int == 8)
                #expect(models[3]["both_bad"] as? Int == 2)
                let row = try #require(arena.publisher.current?.leaderboard.rows[0])
                #expect(models[0]["rating"] as? Double == RatingScale.published(row.rating.rating))
                let unrankable = try #require(json["not_rankable"] as? [[String: Any]])
                #expect(unrankable.map { $0["model"] as? String } == ["holly"])
                #expect(unrankable[0]["reason"] as? String == "never_won")
                #expect((unrankable[0]["explanation"] as? String)?.isEmpty == false)
                for hidden in ["fir", "gum"] { #expect(!response.text.contains("\"\(hidden)\"")) }
            }
        }
    }

    @Test func writesItsKeysInOrder() async throws {
        try await withArena { arena in
            let board = try #require(arena.publisher.current?.leaderboard)
            let text = String(decoding: LeaderboardResponse(board).encoded(), as: UTF8.self)
            let start = """
                {"slice":"overall","method":"bradley_terry","scale":{"center":1000,"points_per_tenfold_odds":400,\
                "confidence":0.95,"interval":"sandwich"},"log_position":100,"log_positions":{"0":100},\
                "exact_log_position":100,"fitted_at":"2023-11-14T22:13:21.678Z","converged":true,"sample":false,"battles":100,\
                "models":[{"model":"ash","name":"Ash 1","organization":"Grove","license":"open",\
                "input_price":0.25,"output_price":1.5,"context_tokens":128000,"rating":
                """
            #expect(text.hasPrefix(start))
            #expect(LeaderboardResponse(board).encoded() == LeaderboardResponse(board).encoded())
        }
    }

    @Test func showsTheModels() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let list = try #require(try await client.get("/api/v1/models").json["models"] as? [[String: Any]])
                #expect(list.map { $0["model"] as? String } == ["ash", "birch", "cedar", "elm", "holly"])
                let ash = try await client.get("/api/v1/models/ash").json
                #expect(ash["first_seen"] as? String == "2023-11-14T22:13:20.250Z")
                #expect(ash["rank"] as? Int == 1)
                #expect(ash["not_rankable_reason"] is NSNull)
                #expect(ash["modality"] as? String == "text")
                let holly = try await client.get("/api/v1/models/holly").json
                #expect(holly["rating"] is NSNull)
                #expect(holly["not_rankable_reason"] as? String == "never_won")
                #expect(holly["losses"] as? Int == 4)
                #expect(try await client.get("/api/v1/models/elm").json["stage"] as? String == "retired")
                for slug in ["fir", "gum", "oak", "%2e%2e", "ASH", "ash%00"] {
                    expect(try await client.get("/api/v1/models/\(slug)"), .notFound, "not_found")
                }
            }
        }
    }

    @Test(arguments: ["/api/v1/leaderboard", "/api/v1/models", "/api/v1/models/ash"])
    func answersByTag(path: String) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let first = try await client.get(path)
                let tag = try #require(first.headers[.eTag])
                #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count > 20)
                #expect(first.headers[.cacheControl] == "no-cache")
                for match in [tag, "W/\(tag)", "\"x\", \(tag)", "*", "\"x\" ,W/\(tag) , \"y\""] {
                    let again = try await client.get(path, headers: [.ifNoneMatch: match])
                    #expect(again.status == .notModified, "\(match)")
                    #expect(again.headers[.eTag] == tag)
                    #expect(again.headers[.cacheControl] == "no-cache")
                    #expect(again.body.readableBytes == 0)
                }
                for match in ["\"x\"", String(tag.dropLast()), "W/\"x\"", ""] {
                    #expect(try await client.get(path, headers: [.ifNoneMatch: match]).status == .ok, "\(match)")
                }
                let head = try await client.execute(uri: path, method: .head) { $0 }
                #expect(head.status == .ok)
                #expect(head.headers[.eTag] == tag)
                #expect(head.headers[.contentLength] == "\(first.body.readableBytes)")
                #expect(head.body.readableBytes == 0)
                arena.publish(revision: 2, more: 5)
                #expect(try await client.get(path, headers: [.ifNoneMatch: tag]).status == .ok)
            }
        }
    }

    @Test func waitsForTheFirstState() async throws {
        try await withArena(isPublished: false) { arena in
            try await arena.application().test(.router) { client in
                for path in ["/api/v1/leaderboard", "/api/v1/models", "/api/v1/models/ash"] {
                    let response = try await client.get(path)
                    expect(response, .serviceUnavailable, "unavailable")
                    #expect(response.headers[.retryAfter] == "1")
                }
                expect(try await client.post("/api/v1/battles"), .serviceUnavailable, "unavailable")
                let ticket = try arena.ticket(for: arena.pseudonyms.voter(cookie: "x"))
                expect(try await client.vote(ticket, "tie"), .serviceUnavailable, "unavailable")
                #expect(arena.log.battles.isEmpty)
            }
        }
    }

    @Test func encodesEachStateOnce() async throws {
        try await withArena { arena in
            let encodings = Mutex(0)
            let bytes = SnapshotBytes { board in
                encodings.withLock { $0 += 1 }
                return LeaderboardResponse(board).encoded()
            }
            let first = try #require(arena.publisher.current)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<200 { group.addTask { _ = bytes.leaderboard(of: first) } }
            }
            #expect(encodings.withLock { $0 } == 1)
            arena.publish(revision: 2, more: 3)
            let second = try #require(arena.publisher.current)
            let newer = bytes.leaderboard(of: second)
            #expect(newer.tag != PreparedBody(json: LeaderboardResponse(first.leaderboard).encoded()).tag)
            // One that was late with the older state neither turns the shelf back nor costs another encoding.
            #expect(bytes.leaderboard(of: first).tag == newer.tag)
            #expect(encodings.withLock { $0 } == 2)
        }
    }

    @Test func tellsItsHealth() async throws {
        try await withArena(isPublished: false) { arena in
            try await arena.application().test(.router) { client in
                #expect(try await client.get("/health/live").text == #"{"status":"live"}"#)
                let early = try await client.get("/health/ready")
                #expect(early.status == .serviceUnavailable)
                #expect(early.json["status"] as? String == "not_ready")
                arena.publish()
                #expect(try await client.get("/health/ready").text == #"{"status":"ready"}"#)
                arena.publisher.noteHead(100, at: .now - .seconds(7200))
                let stale = try await client.get("/health/ready")
                #expect(stale.status == .serviceUnavailable)
                #expect((stale.json["reason"] as? String)?.contains("seconds") == true)
                #expect(try await client.get("/health/live").status == .ok)
                // The database answers, but the board has long been behind its log.
                arena.publisher.noteHead(150, at: .now - .seconds(7200))
                arena.publisher.noteHead(170)
                let behind = try await client.get("/health/ready")
                #expect(behind.status == .serviceUnavailable)
                #expect((behind.json["reason"] as? String)?.contains("70 entries") == true)
                arena.publish(revision: 2, more: 70)
                #expect(try await client.get("/health/ready").status == .ok)
            }
        }
    }
}
