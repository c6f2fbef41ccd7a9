import ArenaCore
import HTTPTypes
import Hummingbird
import NIOCore

/// Server-sent events of every new board, the newest only for whoever reads slowly.
struct EventStream: Sendable {
    let publisher: SnapshotPublisher
    let bytes: SnapshotBytes
    let listeners: StreamListeners

    /// `GET /api/v1/leaderboard/stream`.
    ///
    /// - Throws: `APIError` when there are too many streams already.
    func response(to request: Request, _ context: ArenaRequestContext) throws -> Response {
        guard publisher.current != nil else { throw APIError.stateMissing }
        let isZipped = AcceptedEncodings(request.headers).takesGzip
        var headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .vary: "Accept-Encoding",
            .accelBuffering: "no",
        ]
        if isZipped { headers[.contentEncoding] = "gzip" }
        if request.method == .head { return Response(status: .ok, headers: headers) }
        guard let wakes = listeners.listen(until: context.connectionClosed) else { throw APIError.tooManyStreams }
        let chunks = EventChunks(
            wakes: wakes,
            publisher: publisher,
            bytes: bytes,
            seen: request.headers[.lastEventID],
            isZipped: isZipped
        )
        return Response(status: .ok, headers: headers, body: ResponseBody(asyncSequence: chunks))
    }
}
