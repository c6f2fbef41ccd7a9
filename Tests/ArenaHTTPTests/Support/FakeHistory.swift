import ArenaCore
import Foundation
import Synchronization

/// A history in memory.
final class FakeHistory: BoardHistory {
    private let boards = Mutex<[(query: BoardQuery, at: Date, json: [UInt8])]>([])
    private let histories = Mutex<[ModelID: ModelHistory]>([:])

    func add(_ json: String, at time: Date, _ query: BoardQuery = BoardQuery()) {
        boards.withLock { $0.append((query, time, Array(json.utf8))) }
    }

    func set(_ history: ModelHistory, of model: ModelID) { histories.withLock { $0[model] = history } }

    func keep(_ board: StoredBoard, onDemand: Bool) async throws -> LastStored? { nil }

    func board(_ query: BoardQuery, at time: Date, in stream: ArenaCore.Stream) async throws -> [UInt8]? {
        boards.withLock { $0.last { $0.query == query && $0.at <= time }?.json }
    }

    func beginning(of query: BoardQuery, in stream: ArenaCore.Stream) async throws -> Date? {
        boards.withLock { $0.first { $0.query == query }?.at }
    }

    func history(of model: ModelID, in stream: ArenaCore.Stream, limit: Int) async throws -> ModelHistory {
        histories.withLock { $0[model] } ?? ModelHistory(stages: [], debut: nil, points: [], isCut: false)
    }
}
