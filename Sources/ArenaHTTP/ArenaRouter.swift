import ArenaCore
import HTTPTypes
import Hummingbird

/// Which address does what.
enum ArenaRouter {
    /// The routes with everything around them.
    static func make(
        board: BoardRoutes,
        pairs: PairRoutes,
        battles: BattleRoutes,
        asides: AsideRoutes,
        plain: PlainRoutes,
        health: HealthRoutes,
        pages: PageRoutes
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
            "/api/v1/models/:slug/history", "/api/v1/slices", "/api/v1/leaderboard/pairs",
            "/api/v1/models/:slug/opponents", "/api/v1/compare", "/api/v1/leaderboard.svg",
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
        add(.get, boards[6], pairs.pairs)
        add(.get, boards[7], pairs.opponents)
        add(.get, boards[8], pairs.compare)
        add(.get, boards[9], board.picture)
        add(.post, "/api/v1/battles", battles.draw)
        add(.get, "/api/v1/battles/choices", battles.choices)
        add(.post, "/api/v1/battles/vote", battles.vote)
        add(.post, "/api/v1/battles/skip", asides.skip)
        add(.post, "/api/v1/battles/reasons", asides.reasons)
        add(.get, "/plain", plain.battle)
        add(.post, "/plain/vote", plain.vote)
        add(.get, "/models/:slug", pages.model)
        add(.get, "/method", pages.method)
        add(.get, "/health/live", health.live)
        add(.get, "/health/ready", health.ready)

        // Added last, it stands around what matched no route and around nothing else.
        router.add(middleware: UnmatchedRequests(pages: pages.shelf, table: table))
        return router
    }
}
