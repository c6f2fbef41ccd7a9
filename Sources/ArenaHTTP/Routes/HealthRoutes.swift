import ArenaCore
import HTTPTypes
import Hummingbird

/// Tells whoever runs the arena whether it lives and whether it should get requests.
struct HealthRoutes: Sendable {
    let publisher: SnapshotPublisher
    let readyWithin: Duration

    /// `GET /health/live`: the process answers.
    func live(_ request: Request, _ context: ArenaRequestContext) -> Response {
        Self.response(.ok, "live")
    }

    /// `GET /health/ready`: there is a state, and it is up to date with the database.
    func ready(_ request: Request, _ context: ArenaRequestContext) -> Response {
        guard let lag = publisher.lag() else {
            return Self.response(.serviceUnavailable, "not_ready", "The battle log has not been read yet.")
        }
        guard lag.silence <= readyWithin else {
            let seconds = Int(lag.silence / .seconds(1))
            return Self.response(
                .serviceUnavailable,
                "not_ready",
                "The battle log could not be followed for \(seconds) seconds; is the database there?"
            )
        }
        guard lag.duration <= readyWithin else {
            let seconds = Int(lag.duration / .seconds(1))
            return Self.response(
                .serviceUnavailable,
                "not_ready",
                "The board has been behind the battle log for \(seconds) seconds; \(lag.entries) entries are missing."
            )
        }
        return Self.response(.ok, "ready")
    }

    private static func response(_ status: HTTPResponse.Status, _ word: String, _ reason: String? = nil) -> Response {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", word)
            if let reason { writer.field("reason", reason) }
        }
        return Response(
            status: status,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes))
        )
    }
}
