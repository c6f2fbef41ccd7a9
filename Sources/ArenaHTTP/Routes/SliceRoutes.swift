import ArenaCore
import Hummingbird
import Ranking
import Synchronization

/// Shows boards of parts of the battles, and which parts there are.
final class SliceRoutes: Sendable {
    private struct Pressed {
        let number: Int
        let body: PreparedBody
    }

    /// How many boards are kept as bytes.
    private static let limit = 256

    private let boards: SliceBoards
    private let timeout: Duration
    private let pressed = Mutex<[BoardQuery: Pressed]>([:])

    init(boards: SliceBoards, timeout: Duration) {
        self.boards = boards
        self.timeout = timeout
    }

    /// `GET /api/v1/slices`: the categories, languages and methods that a board can be asked for by.
    func slices(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let deadline = Deadline(instant: context.arrivedAt + timeout)
        let (overview, knowsStyle) = try await deadline.abandoning(orThrow: .slicesNotReady) { [boards] in
            (try await boards.overview(), await boards.knowsStyle)
        }
        let body = SlicesResponse(overview: overview, knowsStyle: knowsStyle).encoded()
        return PreparedBody(json: body).response(to: request)
    }

    /// The board asked for.
    func leaderboard(
        _ query: BoardQuery,
        _ request: Request,
        _ context: ArenaRequestContext
    ) async throws -> Response {
        let deadline = Deadline(instant: context.arrivedAt + timeout)
        let made = try await deadline.abandoning(orThrow: .slicesNotReady) { [boards] in
            try await boards.board(query)
        }
        return body(of: made, query).response(to: request)
    }

    /// The board asked for, as a value.
    func board(_ query: BoardQuery, _ context: ArenaRequestContext) async throws -> LeaderboardSnapshot {
        let deadline = Deadline(instant: context.arrivedAt + timeout)
        return try await deadline.abandoning(orThrow: .slicesNotReady) { [boards] in
            try await boards.board(query)
        }.board
    }

    private func body(of made: SliceBoards.Made, _ query: BoardQuery) -> PreparedBody {
        let known = pressed.withLock { $0[query] }
        if let known, known.number == made.number { return known.body }
        let body = PreparedBody(json: LeaderboardResponse(made.board).encoded())
        pressed.withLock { pressed in
            if pressed.count >= Self.limit, pressed[query] == nil { pressed.removeAll() }
            pressed[query] = Pressed(number: made.number, body: body)
        }
        return body
    }
}
