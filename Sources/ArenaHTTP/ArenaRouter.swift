import ArenaCore
import HTTPTypes
import Hummingbird

/// Which address does what.
enum ArenaRouter {
    /// The routes with everything around them.
    static func make(
        board: BoardRoutes,
        battles: BattleRoutes,
        health: HealthRoutes,
        pages: PageShelf
    ) -> Router<ArenaRequestContext> {
        let router = Router(context: ArenaRequestContext.self, options: [.autoGenerateHeadEndpoints])
        var table = MethodTable()

        func add(
            _ method: HTTPRequest.Method,
            _ path: String,
            _ answer: @escaping @Sendable (Request, ArenaRequestContext) async throws -> Response
        ) {
            table.add(method, path)
            router.on(RouterPath(path), method: method, use: answer)
        }

        let boards = [
            "/api/v1/leaderboard", "/api/v1/leaderboard/stream", "/api/v1/models", "/api/v1/models/:slug",
            "/api/v1/models/:slug/history", "/api/v1/slices",
        ]
        router.add(middleware: RequestLog())
        router.add(middleware: SecurityHeaders(openPaths: Set(boards.map { RouterPath($0).description })))
        router.add(middleware: ErrorAnswers())

        add(.get, boards[0], board.leaderboard)
        add(.get, boards[1], board.stream)
        add(.get, boards[2], board.models)
        add(.get, boards[3], board.model)
        add(.get, boards[4], board.history.model)
        add(.get, boards[5], board.slices.slices)
        add(.post, "/api/v1/battles", battles.draw)
        add(.post, "/api/v1/battles/vote", battles.vote)
        add(.get, "/health/live", health.live)
        add(.get, "/health/ready", health.ready)

        // Added last, it stands around what matched no route and around nothing else.
        router.add(middleware: UnmatchedRequests(pages: pages, table: table))
        return router
    }
}
