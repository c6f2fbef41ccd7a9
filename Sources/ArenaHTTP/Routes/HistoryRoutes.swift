import ArenaCore
import Foundation
import HTTPTypes
import Hummingbird

/// Shows what was published before now.
struct HistoryRoutes: Sendable {
    /// The most places of a model in one answer.
    private static let pointLimit = 5_000

    let history: any BoardHistory
    let publisher: SnapshotPublisher
    let timeout: Duration

    /// A board as it was at a time: the one that everybody sees, or another that was kept on demand.
    ///
    /// - Parameter time: what the client asked for, as text.
    func leaderboard(
        _ query: BoardQuery,
        at time: String,
        _ request: Request,
        _ context: ArenaRequestContext
    ) async throws -> Response {
        guard let date = RequestedTime.date(time) else {
            throw APIError.invalidRequest(
                "The parameter `at` must be a time such as 2026-11-24T12:00:00Z, a day such as 2026-11-24, or seconds since 1970."
            )
        }
        guard let stream = publisher.current?.catalogue.stream else { throw APIError.stateMissing }
        let deadline = Deadline(instant: context.arrivedAt + timeout)
        let board = try await deadline.abandoning(orThrow: .timeout) { [history] in
            if let board = try await history.board(query, at: date, in: stream) { return board }
            let beginning = try await history.beginning(of: query, in: stream)
            throw ArenaError(
                .notFound,
                beginning.map { "No such board is kept from then; the first is of \(Timestamp($0).text)." }
                    ?? (query == BoardQuery()
                        ? "No board has been kept yet."
                        : "No such board has been kept; `arena rank --save` keeps boards of categories and other methods.")
            )
        }
        return PreparedBody(json: board).response(to: request)
    }

    /// `GET /api/v1/models/{slug}/history`.
    func model(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        guard let catalogue = publisher.current?.catalogue else { throw APIError.stateMissing }
        guard let model = catalogue.model(slug: context.parameters.get("slug") ?? ""), model.stage.isShown else {
            throw ArenaError(.notFound, "There is no model of that name; /api/v1/models lists them all.")
        }
        let deadline = Deadline(instant: context.arrivedAt + timeout)
        let found = try await deadline.abandoning(orThrow: .timeout) { [history] in
            try await history.history(of: model.id, in: catalogue.stream, limit: Self.pointLimit)
        }
        return PreparedBody(json: HistoryResponse(model: model, history: found).encoded()).response(to: request)
    }
}
