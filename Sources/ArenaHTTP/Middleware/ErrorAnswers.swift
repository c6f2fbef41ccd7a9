import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Turns every error into its answer, and logs those that an operator should know of.
struct ErrorAnswers: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ArenaRequestContext,
        next: @concurrent (Request, ArenaRequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            let answer = APIError(answering: error)
            if answer.status == .internalServerError, !(error is ChannelError || error is IOError) {
                context.logger.error(
                    "A request failed.",
                    metadata: ["path": "\(RequestRecord.clipped(request.uri.path))", "error": "\(error)"]
                )
            }
            response = answer.response
        }
        return request.method == .head ? response.createHeadResponse() : response
    }
}
