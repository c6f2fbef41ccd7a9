import Foundation
import Ranking
import Synchronization
import Testing

@testable import ArenaCore

@Suite struct HistoryKeeperTests {
    private final class Shelf: BoardHistory {
        let boards = Mutex<[StoredBoard]>([])

        func keep(_ board: StoredBoard, onDemand: Bool) async throws -> LastStored? {
            boards.withLock { $0.append(board) }
            return LastStored(
                ranks: board.ranks,
                publishedAt: board.publishedAt,
                logPosition: board.board.logPosition
            )
        }

        func board(_ query: BoardQuery, at time: Date, in stream: ArenaCore.Stream) async throws -> [UInt8]? { nil }
        func beginning(of query: BoardQuery, in stream: ArenaCore.Stream) async throws -> Date? { nil }
        func history(of model: ModelID, in stream: ArenaCore.Stream, limit: Int) async throws -> ModelHistory {
            ModelHistory(stages: [], debut: nil, points: [], isCut: false)
        }
    }

    /// A board of two models, of which the first has won `wins` of a hundred battles.
    private static func board(wins: Int64, at position: Int64) -> LeaderboardSnapshot {
        let models = (1...2).map { number in
            Model(id: ModelID(rawValue: number), slug: "m\(number)", name: "M\(number)", firstSeen: .distantPast)
        }
        var counts = PairCounts(modelCount: 2)
        counts.add(a: 0, b: 1, outcome: .modelA, count: wins)
        counts.add(a: 0, b: 1, outcome: .modelB, count: 100 - wins)
        return LeaderboardSnapshot(
            models: models,
            counts: counts,
            positions: [.main: position],
            fittedAt: Date(timeIntervalSince1970: 0),
            isSample: false
        )
    }

    @Test func aClockThatJumpsDoesNotDisorderTheHistory() async throws {
        let shelf = Shelf()
        var keeper = HistoryKeeper(history: shelf) { _ in [] }
        let start = ContinuousClock.now
        let noon = Date(timeIntervalSince1970: 1_700_000_000)
        // The boards come two seconds apart; what the wall clock says of it goes back an hour, and then on a week.
        let steps: [(wins: Int64, time: Date)] = [
            (90, noon), (10, noon.addingTimeInterval(-3_600)), (10, noon.addingTimeInterval(-3_598)),
            (90, noon.addingTimeInterval(-3_596)), (90, noon.addingTimeInterval(7 * 86_400)),
        ]
        for (number, step) in steps.enumerated() {
            try await keeper.consider(
                Self.board(wins: step.wins, at: 100 + Int64(number)),
                of: .main,
                at: step.time,
                start.advanced(by: .seconds(2 * number))
            )
        }
        let kept = shelf.boards.withLock { $0 }
        #expect(kept.map(\.board.logPosition) == [100, 101, 103, 104], "each change of rank, and the new day")
        for (earlier, later) in zip(kept, kept.dropFirst()) { #expect(earlier.publishedAt < later.publishedAt) }
    }
}
