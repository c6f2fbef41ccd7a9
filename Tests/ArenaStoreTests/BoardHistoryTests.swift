import ArenaStore
import Foundation
import Postgres
import Ranking
import Testing

@testable import ArenaCore

@Suite struct BoardHistoryTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    /// A board of three models with the wins given against each other.
    private static func board(
        _ models: [Model],
        _ wins: [Int64],
        at position: Int64,
        after seconds: Double
    ) -> StoredBoard {
        var counts = PairCounts(modelCount: 3)
        for (a, b, place) in [(0, 1, 0), (1, 2, 1), (2, 0, 2)] {
            counts.add(a: a, b: b, outcome: .modelA, count: wins[place])
            counts.add(a: b, b: a, outcome: .modelA, count: 10)
        }
        let board = LeaderboardSnapshot(
            models: models,
            counts: counts,
            positions: [.main: position],
            fittedAt: start.addingTimeInterval(seconds),
            isSample: false
        )
        let json = #"{"log_position":\#(position)}"#
        return StoredBoard(
            board: board,
            json: Array(json.utf8),
            stream: .main,
            publishedAt: start.addingTimeInterval(seconds)
        )
    }

    private static func withHistory(
        _ body: (StoreBench, PostgresBoardHistory, [Model]) async throws -> Void
    ) async throws {
        try await StoreBench.with { bench in
            _ = try await bench.models(["A", "B", "C"])
            let models = try await bench.catalogues.catalogue().models
            try await body(bench, PostgresBoardHistory(pool: bench.pool), models)
        }
    }

    @Test func aBoardIsKeptWhenARankChangesAndOnceADay() async throws {
        try await Self.withHistory { bench, history, models in
            func kept() async throws -> [String] {
                try await bench.pool.query("SELECT reason FROM snapshot ORDER BY published_at").rows.map {
                    try $0.decode(String.self)
                }
            }
            let even = Self.board(models, [10, 10, 10], at: 60, after: 0)
            #expect(try await history.keep(even, onDemand: false)?.logPosition == 60)
            // Other ratings, the same ranks: not kept, and the same board neither.
            let close = Self.board(models, [11, 10, 10], at: 61, after: 10)
            #expect(close.board.rows.map(\.rating.rank) == [1, 1, 1])
            #expect(try await history.keep(close, onDemand: false)?.logPosition == 60)
            #expect(try await kept() == ["ranks"])
            let apart = Self.board(models, [200, 10, 10], at: 250, after: 20)
            #expect(apart.ranks != even.ranks)
            let last = try await history.keep(apart, onDemand: false)
            #expect(last == LastStored(ranks: apart.ranks, publishedAt: apart.publishedAt, logPosition: 250))
            // An instance that is behind does not write over one that is ahead.
            #expect(try await history.keep(even, onDemand: false)?.logPosition == 250)
            let nextDay = Self.board(models, [200, 10, 10], at: 250, after: 86_400)
            _ = try await history.keep(nextDay, onDemand: false)
            let sameDay = Self.board(models, [200, 10, 10], at: 250, after: 86_500)
            _ = try await history.keep(sameDay, onDemand: false)
            #expect(try await kept() == ["ranks", "ranks", "day"])
            _ = try await history.keep(sameDay, onDemand: true)
            _ = try await history.keep(even, onDemand: true)
            #expect(try await kept() == ["ranks", "ranks", "day", "demand", "demand"])
        }
    }

    @Test func boardsOfOtherMethodsAreKeptBesideAndNeverShownForTheStandardOne() async throws {
        try await Self.withHistory { bench, history, models in
            _ = try await history.keep(Self.board(models, [10, 10, 10], at: 60, after: 0), onDemand: false)
            var counts = PairCounts(modelCount: 3)
            for (a, b) in [(0, 1), (1, 2)] { counts.add(a: a, b: b, outcome: .modelA, count: 10) }
            var options = RatingOptions()
            options.ridge = 0.5
            let analysis = try RatingAnalysis(counts: counts, options: options)
            var elo = Elo(modelCount: 3)
            for (a, b) in [(0, 1), (1, 2)] { elo.record(a: a, b: b, outcome: .modelA) }
            let others = [
                LeaderboardSnapshot(
                    models: models,
                    board: analysis.board,
                    positions: [.main: 20],
                    exactPositions: [.main: 20],
                    fittedAt: Self.start,
                    isSample: false,
                    elo: nil,
                    method: BoardMethod(analysis) { models[$0].name }
                ),
                LeaderboardSnapshot(
                    models: models,
                    elo: EloBoard(elo, counts: counts),
                    positions: [.main: 20],
                    at: Self.start,
                    isSample: false
                ),
            ]
            for board in others {
                let time = Self.start.addingTimeInterval(10)
                let stored = StoredBoard(board: board, json: Array("{}".utf8), stream: .main, publishedAt: time)
                _ = try await history.keep(stored, onDemand: true)
            }
            let methods = try await bench.pool.query("SELECT method FROM snapshot ORDER BY method").rows.map {
                try $0.decode(String.self)
            }
            #expect(methods == ["bradley_terry", "bradley_terry;ridge=0.5", "elo"])
            let shown = try await history.board(BoardQuery(), at: Self.start.addingTimeInterval(60), in: .main)
            #expect(shown.map { String(decoding: $0, as: UTF8.self) } == #"{"log_position":60}"#)
            var query = BoardQuery()
            query.method = .elo
            let later = Self.start.addingTimeInterval(60)
            #expect(
                try await history.board(query, at: later, in: .main).map { String(decoding: $0, as: UTF8.self) } == "{}"
            )
            #expect(try await history.beginning(of: query, in: .main) == Self.start.addingTimeInterval(10))
            #expect(try await history.board(query, at: Self.start, in: .main) == nil)
            query.slice = Slice(category: "coding")
            #expect(try await history.board(query, at: later, in: .main) == nil)
        }
    }

    @Test func theBoardOfATimeIsTheOneThatWasPublishedThen() async throws {
        try await Self.withHistory { _, history, models in
            #expect(try await history.beginning(of: BoardQuery(), in: .main) == nil)
            _ = try await history.keep(Self.board(models, [10, 10, 10], at: 60, after: 0), onDemand: false)
            _ = try await history.keep(Self.board(models, [200, 10, 10], at: 250, after: 100), onDemand: false)
            func shown(_ seconds: Double) async throws -> String? {
                let board = try await history.board(BoardQuery(), at: Self.start.addingTimeInterval(seconds), in: .main)
                return board.map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(try await shown(-1) == nil)
            #expect(try await shown(0) == #"{"log_position":60}"#)
            #expect(try await shown(99.999) == #"{"log_position":60}"#)
            #expect(try await shown(100) == #"{"log_position":250}"#)
            #expect(try await shown(1e9) == #"{"log_position":250}"#)
            #expect(try await history.beginning(of: BoardQuery(), in: .main) == Self.start)
            #expect(try await history.board(BoardQuery(), at: Self.start, in: .sample) == nil)
        }
    }

    @Test func aModelsHistoryTellsItsDebutAndItsStages() async throws {
        try await Self.withHistory { bench, history, models in
            let register = ModelRegister(pool: bench.pool)
            #expect(try await register.add(CatalogueWriter.NewModel(name: "D"), at: .preview) == "d")
            #expect(try await register.add(CatalogueWriter.NewModel(name: "D"), at: .listed) == nil)
            #expect(try await register.move("d", to: .listed) == .moved)
            #expect(try await register.move("d", to: .listed) == .unchanged)
            #expect(try await register.move("x", to: .listed) == .unknown)
            let catalogue = try await bench.catalogues.catalogue()
            let d = try #require(catalogue.model(slug: "d"))
            let stages = try await history.history(of: d.id, in: .main, limit: 10).stages
            #expect(stages.map(\.stage) == [.preview, .listed])
            #expect(stages[0].since < stages[1].since)

            _ = try await history.keep(Self.board(models, [10, 10, 10], at: 60, after: 0), onDemand: false)
            let apart = Self.board(models, [200, 10, 10], at: 250, after: 100)
            _ = try await history.keep(apart, onDemand: false)
            // A model that leaves the board has no place from then on.
            let without = models.map { model in
                Model(
                    id: model.id,
                    slug: model.slug,
                    name: model.name,
                    stage: model.name == "C" ? .hidden : .listed,
                    firstSeen: model.firstSeen
                )
            }
            _ = try await history.keep(Self.board(without, [200, 10, 10], at: 251, after: 200), onDemand: false)
            let row = try #require(apart.board.rows.first { $0.model.name == "C" })
            let c = try await history.history(of: row.model.id, in: .main, limit: 10)
            #expect(c.stages.map(\.stage) == [.listed])
            #expect(c.debut?.at == Self.start && c.debut?.place?.rank == 1 && c.debut?.logPosition == 60)
            #expect(c.points.map(\.at) == c.points.map(\.at).sorted() && !c.isCut)
            #expect(c.points.first == c.debut && c.points.last?.place == nil && c.points.last?.logPosition == 251)
            let cut = try await history.history(of: row.model.id, in: .main, limit: 1)
            #expect(cut.points == c.points.suffix(1) && cut.isCut && cut.debut == c.debut)
        }
    }

    @Test func severalInstancesKeepABoardOnce() async throws {
        try await Self.withHistory { bench, history, models in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        let board = Self.board(models, [10, 10, 10], at: 60, after: Double(number) / 1_000)
                        _ = try await history.keep(board, onDemand: false)
                    }
                }
                try await group.waitForAll()
            }
            let count = try await bench.pool.query("SELECT count(*) FROM snapshot").single(Int64.self)
            #expect(count == 1)
        }
    }
}
