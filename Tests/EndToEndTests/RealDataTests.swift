import ArenaTestSupport
import Foundation
import Testing

/// Public battles and exact references, which are not part of the project: looked for beside it, and skipped when missing.
private enum RealData {
    static func path(_ name: String) -> String {
        URL(filePath: #filePath).appending(path: "../../../../shared/data/\(name)").standardizedFileURL.path
    }

    static var isThere: Bool { FileManager.default.fileExists(atPath: path("llmfao/battles.jsonl.gz")) }

    struct Reference: Decodable {
        struct Fit: Decodable {
            let model: [String]
            let rating, se: [Double]
            let rankUb, rankLb: [Int]
        }

        let btMle: Fit
    }

    static func reference(_ name: String) throws -> Reference.Fit {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Reference.self, from: Data(contentsOf: URL(filePath: path(name)))).btMle
    }
}

extension EndToEnd {
    @Suite(.enabled(if: RealData.isThere, "the folder shared/data with public battles is not there"))
    struct RealDataTests {
        private func check(_ board: ArenaClient.Board, _ name: String) throws {
            let reference = try RealData.reference(name)
            let rows = Dictionary(uniqueKeysWithValues: board.models.map { ($0.name, $0) })
            #expect(rows.count == reference.model.count)
            for (index, name) in reference.model.enumerated() {
                let row = try #require(rows[name])
                #expect(abs(row.rating - reference.rating[index]) < 1e-6, "\(name)")
                #expect(abs(row.standardError / reference.se[index] - 1) < 1e-6, "\(name)")
                #expect(row.rank == reference.rankUb[index] && row.rankLowerBound == reference.rankLb[index], "\(name)")
            }
        }

        @Test func votesOnModelsGiveTheReferenceRatings() async throws {
            try await EndToEnd.withArena { arena in
                let path = RealData.path("llmfao/battles.jsonl.gz")
                let first = try await ArenaProcess.run(["import", path, "--data-directory", arena.data])
                #expect(first.out.contains("8,931 battles added, 0 already there, 59 new models"), "\(first)")
                _ = try await eventually { try await arena.client.board().battles == 8931 }
                let board = try await arena.client.board()
                try check(board, "llmfao/reference.json")
                let again = try await ArenaProcess.run(["import", path, "--data-directory", arena.data])
                #expect(again.out.contains("0 battles added, 8,931 already there"))
                let ranked = try await ArenaProcess.run(["rank", path, "--format", "json"])
                let offline = try ArenaClient.Answer(status: 200, etag: nil, body: Data(ranked.out.utf8))
                    .decoded(ArenaClient.Board.self)
                #expect(offline.models == board.models)
                #expect(try await arena.client.vote(try await arena.client.draw(), "tie").status == 200)
            }
        }

        @Test func matchesGiveTheReferenceRatingsAndNameWhoIsNotRankable() async throws {
            let output = try await ArenaProcess.run([
                "rank", RealData.path("football/battles.csv.gz"), "--format", "json",
            ])
            let board = try ArenaClient.Answer(status: 200, etag: nil, body: Data(output.out.utf8))
                .decoded(ArenaClient.Board.self)
            try check(board, "football/reference.json")
            let reasons = Dictionary(grouping: board.notRankable, by: \.reason).mapValues(\.count)
            #expect(reasons == ["never_won": 14, "never_lost": 4, "not_connected": 3])
        }
    }
}
