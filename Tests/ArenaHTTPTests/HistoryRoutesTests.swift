import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ArenaHTTP

@Suite("The past over HTTP")
struct HistoryRoutesTests {
    @Test func showsTheBoardOfATime() async throws {
        try await withArena { arena in
            arena.history.add(#"{"log_position":1}"#, at: Date(timeIntervalSince1970: 1_700_000_000))
            arena.history.add(#"{"log_position":2}"#, at: Date(timeIntervalSince1970: 1_700_086_400))
            try await arena.application().test(.router) { client in
                for (time, position) in [
                    ("1700000000", 1), ("2023-11-14T22:13:20Z", 1), ("2023-11-14T22:13:20.5Z", 1),
                    ("2023-11-15T00:13:20%2B02:00", 1), ("2023-11-15T00:13:20+02:00", 1), ("2023-11-14", 1),
                    ("1700086399.5", 1), ("2023-11-15T22:13:20Z", 2), ("2023-11-15", 2), ("2099-01-01", 2),
                ] {
                    let response = try await client.get("/api/v1/leaderboard?at=\(time)")
                    #expect(response.status == .ok, "\(time)")
                    #expect(response.json["log_position"] as? Int == position, "\(time)")
                    let tag = try #require(response.headers[.eTag])
                    let again = try await client.get("/api/v1/leaderboard?at=\(time)", headers: [.ifNoneMatch: tag])
                    #expect(again.status == .notModified)
                }
                let early = try await client.get("/api/v1/leaderboard?at=1699999999")
                expect(early, .notFound, "not_found")
                #expect(early.errorMessage?.contains("2023-11-14T22:13:20.000Z") == true)
                for time in [
                    "", "yesterday", "2023-13-45", "2023-11-14T22:13:20", "nan", "1e300", "2023-1-1", "-999999999999",
                    "300000-01-01T00:00:00Z",
                ] {
                    expect(try await client.get("/api/v1/leaderboard?at=\(time)"), .badRequest, "invalid_request")
                }
            }
        }
    }

    @Test func showsAModelsHistory() async throws {
        try await withArena { arena in
            let place = RankPoint.Place(rank: 13, rankLowerBound: 17, rating: 1_101.5, lower: 1_090, upper: 1_113)
            let debut = RankPoint(
                at: Date(timeIntervalSince1970: 1_700_000_000),
                logPosition: 7,
                place: place,
                battles: 3
            )
            let gone = RankPoint(at: Date(timeIntervalSince1970: 1_700_000_100), logPosition: 9, place: nil, battles: 4)
            arena.history.set(
                ModelHistory(
                    stages: [.init(stage: .preview, since: Date(timeIntervalSince1970: 1_699_999_000))],
                    debut: debut,
                    points: [debut, gone],
                    isCut: false
                ),
                of: ModelID(rawValue: 1)
            )
            try await arena.application().test(.router) { client in
                let json = try await client.get("/api/v1/models/ash/history").json
                #expect(json["model"] as? String == "ash" && json["truncated"] as? Bool == false)
                let first = try #require(json["debut"] as? [String: Any])
                #expect(first["rank"] as? Int == 13 && first["rank_lower_bound"] as? Int == 17)
                #expect(first["at"] as? String == "2023-11-14T22:13:20.000Z")
                let points = try #require(json["points"] as? [[String: Any]])
                #expect(points.count == 2 && points[1]["rank"] is NSNull && points[1]["battles"] as? Int == 4)
                let stages = try #require(json["stages"] as? [[String: Any]])
                #expect(stages.first?["stage"] as? String == "preview")
                // One that nothing is kept of has the stage it is at, and no debut.
                let holly = try await client.get("/api/v1/models/holly/history").json
                #expect(holly["debut"] is NSNull && (holly["stages"] as? [Any])?.count == 1)
                for slug in ["fir", "gum", "oak"] {
                    expect(try await client.get("/api/v1/models/\(slug)/history"), .notFound, "not_found")
                }
            }
        }
    }
}
