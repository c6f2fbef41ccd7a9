import HTTPTypes
import Hummingbird

/// The headers that tell browsers how little they may do with an answer.
struct SecurityHeaders: RouterMiddleware {
    /// The paths of the boards, which any site may read.
    let openPaths: Set<String>

    func handle(
        _ request: Request,
        context: ArenaRequestContext,
        next: @concurrent (Request, ArenaRequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in Self.fields { response.headers[field.name] = field.value }
        let isRead = request.method == .get || request.method == .head
        if isRead, let path = context.endpointPath, openPaths.contains(path) {
            response.headers[.accessControlAllowOrigin] = "*"
            response.headers[.accessControlExposeHeaders] = "ETag"
            response.headers[.crossOriginResourcePolicy] = "cross-origin"
        }
        return response
    }

    /// What every answer carries.
    static let fields: HTTPFields = {
        let policy = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
            "connect-src 'self'", "font-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
        ]
        let permissions = ["camera", "geolocation", "microphone", "payment", "usb"].map { "\($0)=()" }
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] = policy.joined(separator: "; ")
        fields[.xContentTypeOptions] = "nosniff"
        fields[.referrerPolicy] = "no-referrer"
        fields[.crossOriginOpenerPolicy] = "same-origin"
        fields[.crossOriginResourcePolicy] = "same-origin"
        fields[.permissionsPolicy] = permissions.joined(separator: ", ")
        return fields
    }()
}
