import ArenaCore
import Hummingbird
import NIOCore

/// Answers those who only ever ask for the board with bytes made once for each board, before HTTP is taken apart.
///
/// It stands at the outer end of a new connection. What it knows is one request in full and nothing else, in a segment of its own: see
/// ``BoardRequest``. The first bytes of any other kind, it steps aside for good, so that nothing it does can come between
/// parts of what others read; the ``FastLane`` and the routes then answer, the board with the same bytes.
final class BoardLane: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How often a request goes the usual way, so that those who watch for idle connections see that this one is not.
    private static let showing = TimeAmount.seconds(5)

    /// An answer as it is written, and how long it holds.
    private struct Ready {
        let edition: Int
        let second: Int
        let head: ByteBuffer
        /// None when nothing has changed for the client.
        let body: ByteBuffer?
        let series: RequestSeries
    }

    private let services: FastLane.Services
    /// Whether each request is logged, which the lane leaves to others.
    private let isLogged: Bool
    /// The last request as it came, and what it asks for: whoever asks again asks in the same words.
    private var last: (bytes: ByteBuffer, request: BoardRequest)?
    /// The answer to the last request.
    private var ready: Ready?
    private var shownAt: NIODeadline?

    init(_ services: FastLane.Services) {
        self.services = services
        isLogged = services.requests.isVerbose
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard let request = request(in: bytes), let ready = answer(to: request) else {
            context.fireChannelRead(data)
            return context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
        let now = context.eventLoop.now
        if !isLogged, let shownAt, now - shownAt < Self.showing {
            context.write(wrapOutboundOut(ready.head), promise: nil)
            if let body = ready.body { context.write(wrapOutboundOut(body), promise: nil) }
            context.flush()
            ready.series.note(nanoseconds: (context.eventLoop.now - now).nanoseconds)
        } else {
            // Answered before this returns: the fast lane waits for nobody when it is asked for the board.
            shownAt = now
            context.fireChannelRead(data)
        }
    }

    private func request(in bytes: ByteBuffer) -> BoardRequest? {
        if let last, last.bytes == bytes { return last.request }
        guard let request = BoardRequest(bytes) else { return nil }
        last = (bytes, request)
        ready = nil
        return request
    }

    /// The answer, made anew for another request or board, or in another second.
    private func answer(to request: BoardRequest) -> Ready? {
        let edition = services.publisher.edition
        if let ready, ready.edition == edition, ready.second == DateHeader.second { return ready }
        guard let current = services.publisher.current else { return nil }
        let body = services.bytes.leaderboard(of: current)
        let form = body.form(takesGzip: request.takesGzip)
        let isKnown = body.isNamed(by: request.tags)
        let answer = isKnown ? form.unchanged : form.whole
        let date = services.date.now
        var head = answer.openHead
        head.writeString("Date: \(date.text)\r\n\r\n")
        let made = Ready(
            edition: edition,
            second: date.second,
            head: head,
            body: isKnown ? nil : form.buffer,
            series: services.requests.series(.get, FastLane.boardPath, answer.status)
        )
        ready = made
        return made
    }
}
