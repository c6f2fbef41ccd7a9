import HTTPTypes
import Hummingbird

/// Notes each request that the routes answered.
struct RequestLog: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ArenaRequestContext,
        next: @concurrent (Request, ArenaRequestContext) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        RequestRecord(logger: context.logger).note(
            request.method,
            request.uri.path,
            // Anyone may ask for any address: those that no route has are one.
            route: context.endpointPath ?? "other",
            response.status,
            since: context.arrivedAt
        )
        return response
    }
}
