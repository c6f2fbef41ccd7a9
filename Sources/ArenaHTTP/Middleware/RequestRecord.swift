import HTTPTypes
import Logging
import Metrics

/// Notes each request that was answered: a line in the log without anything that tells who made it, and the counts.
struct RequestRecord: Sendable {
    let logger: Logger

    /// - Parameters:
    ///   - path: as the client sent it, or the route's pattern.
    ///   - route: the route's pattern, where there is one; what counts are kept by.
    func note(
        _ method: HTTPRequest.Method,
        _ path: String,
        route: String? = nil,
        _ status: HTTPResponse.Status,
        since: ContinuousClock.Instant
    ) {
        let duration = since.duration(to: .now)
        logger.log(
            level: status.code < 400 ? .debug : .info,
            "Answered.",
            metadata: [
                "method": "\(method.rawValue)",
                "path": "\(Self.clipped(path))",
                "status": "\(status.code)",
                "milliseconds": "\(duration / .milliseconds(1))",
            ]
        )
        RequestMetrics.shared.note(method, route ?? path, status.code, duration)
    }

    /// Whether requests that went well are logged too.
    var isVerbose: Bool { logger.logLevel <= .debug }

    /// Where requests of one kind are counted that are too many to be logged.
    func series(_ method: HTTPRequest.Method, _ route: String, _ status: HTTPResponse.Status) -> RequestSeries {
        RequestMetrics.shared.series(method, route, status.code)
    }

    /// Enough of a path to recognise it; anyone may send a long one.
    static func clipped(_ path: String) -> String {
        path.utf8.count <= 200 ? path : String(path.prefix(200)) + "…"
    }
}
