import HTTPTypes
import Hummingbird
import Logging

/// One line for each request, without anything that tells who made it: debug for what went well, info for the rest.
struct RequestLog: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ArenaRequestContext,
        next: @concurrent (Request, ArenaRequestContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        context.logger.log(
            level: response.status.code < 400 ? .debug : .info,
            "Answered.",
            metadata: [
                "method": "\(request.method.rawValue)",
                "path": "\(Self.clipped(request.uri.path))",
                "status": "\(response.status.code)",
                "milliseconds": "\(context.arrivedAt.duration(to: .now) / .milliseconds(1))",
            ]
        )
        return response
    }

    /// Enough of a path to recognise it; anyone may send a long one.
    static func clipped(_ path: String) -> String {
        path.utf8.count <= 200 ? path : String(path.prefix(200)) + "…"
    }
}
