import HTTPTypes
import Hummingbird

/// Answers what no route has taken: pages, wrong methods, and addresses with nothing there.
struct UnmatchedRequests: RouterMiddleware {
    let pages: PageShelf
    let table: MethodTable

    func handle(
        _ request: Request,
        context: ArenaRequestContext,
        next: @concurrent (Request, ArenaRequestContext) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        if let methods = table.methods(at: path) { throw APIError.methodNotAllowed(methods) }
        if let page = pages.page(at: path) {
            guard request.method == .get || request.method == .head else {
                throw APIError.methodNotAllowed([.get, .head])
            }
            return page.response(to: request)
        }
        if path == "/api" || path.hasPrefix("/api/") { throw APIError.unknownPath }
        return Self.nothingHere
    }

    /// The answer where nothing is.
    static var nothingHere: Response {
        Response(
            status: .notFound,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: Self.notFoundPage))
        )
    }

    private static let notFoundPage = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>Not found – arena</title>
        <h1>There is nothing at this address</h1>
        <p><a href="/">Vote on a battle</a> or <a href="/leaderboard">see the leaderboard</a>.</p>
        </html>

        """
}
