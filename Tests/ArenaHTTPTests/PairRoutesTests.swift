import ArenaCore
import Foundation
import FoundationXML
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ranking
import Testing

@testable import ArenaHTTP

@Suite("Models against each other, over HTTP")
struct PairRoutesTests {
    @Test func pairsAreInTheOrderOfTheBoardAndOfShownModelsOnly() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let board = try await client.get("/api/v1/leaderboard").json
                let order = ["models", "not_rankable"].flatMap { key in
                    (board[key] as? [[String: Any]] ?? []).compactMap { $0["model"] as? String }
                }
                let response = try await client.get("/api/v1/leaderboard/pairs")
                #expect(response.headers[.accessControlAllowOrigin] == "*")
                let json = response.json
                let models = try #require(json["models"] as? [String])
                #expect(models == order && models.count == 5)
                #expect(json["log_position"] as? Int == 100)
                let pairs = try #require(json["pairs"] as? [[Int]])
                // The one in preview fought too, and must not be named.
                #expect(pairs.count == 4 && !models.contains("fir"))
                var named: [String: [Int]] = [:]
                for pair in pairs {
                    #expect(pair[0] < pair[1])
                    named["\(models[pair[0]])-\(models[pair[1]])"] = Array(pair[2...])
                }
                let ash = try #require(models.firstIndex(of: "ash"))
                let birch = try #require(models.firstIndex(of: "birch"))
                #expect(named["ash-birch"] == [30, 10, 0, 0] || named["birch-ash"] == [10, 30, 0, 0])
                #expect((ash < birch) == (named["ash-birch"] != nil))
                #expect(named["cedar-elm"] == [0, 0, 8, 2] || named["elm-cedar"] == [0, 0, 8, 2])
            }
        }
    }

    @Test func aComparisonAgreesWithTheAnalysis() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let state = try #require(arena.publisher.current)
                let counts = try PairCounts(modelCount: state.catalogue.models.count, cells: state.cells)
                let analysis = try RatingAnalysis(counts: counts)
                let response = try await client.get("/api/v1/compare?a=birch&b=ash")
                let json = response.json
                let a = try #require(json["a"] as? [String: Any])
                let b = try #require(json["b"] as? [String: Any])
                #expect(a["model"] as? String == "birch" && b["model"] as? String == "ash")
                #expect(b["input_price"] as? Double == 0.25 && b["context_tokens"] as? Int == 128_000)
                #expect(a["output_price"] is NSNull)
                let record = try #require(json["head_to_head"] as? [String: Any])
                #expect(record["wins_a"] as? Int == 10 && record["wins_b"] as? Int == 30)
                #expect(record["score_a"] as? Double == 0.25)
                let difference = try #require(json["difference"] as? [String: Double])
                let (ratingA, ratingB) = (try #require(a["rating"] as? Double), try #require(b["rating"] as? Double))
                #expect(abs((difference["rating"] ?? 0) - (ratingA - ratingB)) < 1e-7)
                let places = ["birch", "ash"].compactMap { slug in
                    state.catalogue.models.firstIndex { $0.slug == slug }
                }
                let error = try #require(analysis.differenceError(places[0], places[1]))
                #expect(abs((difference["standard_error"] ?? 0) - error) < 1e-7)
                let chance = try #require(analysis.probability(of: places[0], above: places[1]))
                #expect(abs((json["probability_a_above_b"] as? Double ?? 9) - chance) < 1e-7)
                let expected = try #require(json["expected_score_a"] as? Double)
                #expect(abs(expected - 1 / (1 + pow(10, (ratingB - ratingA) / 400))) < 1e-7)
            }
        }
    }

    @Test func whoHasNoRatingIsComparedByBattlesAlone() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let json = try await client.get("/api/v1/compare?a=holly&b=ash").json
                #expect((json["head_to_head"] as? [String: Any])?["wins_b"] as? Int == 4)
                #expect(json["difference"] is NSNull && json["expected_score_a"] is NSNull)
                #expect(json["probability_a_above_b"] is NSNull)
                let strangers = try await client.get("/api/v1/compare?a=holly&b=elm").json
                #expect((strangers["head_to_head"] as? [String: Any])?["score_a"] is NSNull)
            }
        }
    }

    @Test func opponentsAreThoseMetInTheOrderOfTheBoard() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let json = try await client.get("/api/v1/models/ash/opponents").json
                let opponents = try #require(json["opponents"] as? [[String: Any]])
                #expect(opponents.map { $0["model"] as? String } == ["birch", "holly"])
                #expect(opponents[0]["wins"] as? Int == 30 && opponents[0]["losses"] as? Int == 10)
                #expect(opponents[0]["score"] as? Double == 0.75)
                #expect((opponents[0]["probability_above"] as? Double ?? 0) > 0.9)
                #expect(opponents[1]["probability_above"] is NSNull && opponents[1]["score"] as? Double == 1)
            }
        }
    }

    @Test(arguments: [
        "/api/v1/compare?a=ash&b=fir", "/api/v1/compare?a=ash&b=gum", "/api/v1/compare?a=nobody&b=ash",
        "/api/v1/models/fir/opponents", "/api/v1/models/nobody/opponents",
    ])
    func whoIsNotShownIsNotCompared(path: String) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                expect(try await client.get(path), .notFound, "not_found")
            }
        }
    }

    @Test(arguments: ["leaderboard/pairs?", "compare?a=ash&b=birch&", "models/ash/opponents?"])
    func battlesCannotBeChosen(path: String) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                for parameter in ["category=coding", "language=en", "style_control=true", "method=davidson"] {
                    expect(try await client.get("/api/v1/" + path + parameter), .badRequest, "invalid_request")
                }
                #expect(try await client.get("/api/v1/" + path + "t=1").status == .ok)
            }
        }
    }

    @Test(arguments: ["", "?a=ash", "?a=ash&b=ash", "?a=&b=ash"])
    func twoModelsAreNeeded(query: String) async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                expect(try await client.get("/api/v1/compare" + query), .badRequest, "invalid_request")
            }
        }
    }

    @Test func theBoardComesAsAPictureToo() async throws {
        try await withArena { arena in
            try await arena.application().test(.router) { client in
                let picture = try await client.get("/api/v1/leaderboard.svg?limit=2")
                #expect(picture.headers[.contentType] == "image/svg+xml")
                #expect(picture.headers[.accessControlAllowOrigin] == "*")
                #expect(picture.text.hasPrefix("<svg ") && picture.text.contains("Ash 1"))
                #expect(picture.text.contains("the first 2 of 4 models"))
                #expect(XMLParser(data: Data(picture.text.utf8)).parse())
                let dark = try await client.get("/api/v1/leaderboard.svg?theme=dark&method=davidson")
                #expect(dark.status == .notFound || dark.text != picture.text)
                for bad in ["limit=0", "limit=101", "limit=x", "theme=pink", "at=2023-11-14"] {
                    expect(try await client.get("/api/v1/leaderboard.svg?" + bad), .badRequest, "invalid_request")
                }
                let tag = try #require(picture.headers[.eTag])
                let again = try await client.get("/api/v1/leaderboard.svg?limit=2", headers: [.ifNoneMatch: tag])
                #expect(again.status == .notModified)
            }
        }
    }
}
