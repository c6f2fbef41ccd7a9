import ArenaCore
import Hummingbird

/// Shows the board and the models on it, from bytes that are made once for each published state.
struct BoardRoutes: Sendable {
    let publisher: SnapshotPublisher
    let bytes: SnapshotBytes
    let streams: EventStream
    let history: HistoryRoutes
    let slices: SliceRoutes

    /// `GET /api/v1/leaderboard`: the board of now, of a time with `?at=TIME`, or of a part of the battles or another method.
    func leaderboard(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let query = try BoardParameters.query(request)
        if let time = try AddressParameters(request)["at"] {
            return try await history.leaderboard(query ?? BoardQuery(), at: time, request, context)
        }
        if let query { return try await slices.leaderboard(query, request, context) }
        return bytes.leaderboard(of: try state).response(to: request)
    }

    /// `GET /api/v1/leaderboard.svg`: the same board as a picture.
    func picture(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let parameters = try PictureParameters(request)
        guard try AddressParameters(request)["at"] == nil else {
            throw APIError.invalidRequest("Pictures are of the board of now: `at` goes without them.")
        }
        let board: LeaderboardSnapshot
        if let query = try BoardParameters.query(request) {
            board = try await slices.board(query, context)
        } else {
            board = try state.leaderboard
        }
        let picture = BoardPicture(board, theme: parameters.theme, limit: parameters.limit).svg()
        return PreparedBody(Array(picture.utf8), contentType: "image/svg+xml", zips: true).response(to: request)
    }

    /// `GET /api/v1/leaderboard/stream`: server-sent events of each new board.
    func stream(_ request: Request, _ context: ArenaRequestContext) throws -> Response {
        try streams.response(to: request, context)
    }

    /// `GET /api/v1/models`.
    func models(_ request: Request, _ context: ArenaRequestContext) throws -> Response {
        bytes.models(of: try state).response(to: request)
    }

    /// `GET /api/v1/models/{slug}`.
    func model(_ request: Request, _ context: ArenaRequestContext) throws -> Response {
        let slug = context.parameters.get("slug") ?? ""
        guard let model = bytes.model(slug: slug, of: try state) else {
            throw ArenaError(.notFound, "There is no model of that name; /api/v1/models lists them all.")
        }
        return model.response(to: request)
    }

    private var state: ArenaState {
        get throws {
            guard let state = publisher.current else { throw APIError.stateMissing }
            return state
        }
    }
}
