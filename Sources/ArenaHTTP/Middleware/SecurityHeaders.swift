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
        let isRead = request.method == .get || request.method == .head
        let isOpen = isRead && context.endpointPath.map(openPaths.contains) ?? false
        response.headers = Self.around(response.headers, isOpen: isOpen)
        return response
    }

    /// The headers of an answer with these around them.
    ///
    /// - Parameter isOpen: whether any site may read the answer.
    static func around(_ headers: HTTPFields, isOpen: Bool) -> HTTPFields {
        var all = isOpen ? openFields : fields
        for field in headers { all.append(field) }
        return all
    }

    /// What every answer carries that any site may read.
    private static let openFields: HTTPFields = {
        var fields = Self.fields
        fields[.crossOriginResourcePolicy] = "cross-origin"
        fields[.accessControlAllowOrigin] = "*"
        fields[.accessControlExposeHeaders] = "ETag"
        return fields
    }()

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
