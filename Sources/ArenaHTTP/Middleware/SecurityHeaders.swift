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
            response.headers[Self.crossOriginResourcePolicy] = "cross-origin"
        }
        return response
    }

    private static let crossOriginResourcePolicy = name("Cross-Origin-Resource-Policy")

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
        fields[name("Referrer-Policy")] = "no-referrer"
        fields[name("Cross-Origin-Opener-Policy")] = "same-origin"
        fields[crossOriginResourcePolicy] = "same-origin"
        fields[name("Permissions-Policy")] = permissions.joined(separator: ", ")
        return fields
    }()

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is not a header's name") }
        return name
    }
}
