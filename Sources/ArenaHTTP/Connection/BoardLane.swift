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

    private let services: FastLane.Services
    /// The last request as it came, and what it asks for: whoever asks again asks in the same words.
    private var last: (bytes: ByteBuffer, request: BoardRequest)?
    /// The last answer's head, and what it was made for.
    private var head: (answer: PreparedBody.Answer, second: Int, bytes: ByteBuffer)?
    private var shownAt: NIODeadline?

    init(_ services: FastLane.Services) { self.services = services }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard let request = request(in: bytes), let current = services.publisher.current else {
            context.fireChannelRead(data)
            return context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
        let now = context.eventLoop.now
        if let shownAt, now - shownAt < Self.showing {
            answer(request, services.bytes.leaderboard(of: current), context)
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
        return request
    }

    private func answer(_ request: BoardRequest, _ body: PreparedBody, _ context: ChannelHandlerContext) {
        let since = ContinuousClock.now
        let form = body.form(takesGzip: request.takesGzip)
        let isKnown = body.isNamed(by: request.tags)
        let answer = isKnown ? form.unchanged : form.whole
        context.write(wrapOutboundOut(head(of: answer)), promise: nil)
        if !isKnown { context.write(wrapOutboundOut(form.buffer), promise: nil) }
        context.flush()
        services.requests.note(.get, FastLane.boardPath, answer.status, since: since)
    }

    /// The answer's head with the time of this second.
    private func head(of answer: PreparedBody.Answer) -> ByteBuffer {
        let date = services.date.now
        if let head, head.second == date.second, head.answer === answer { return head.bytes }
        var bytes = answer.openHead
        bytes.writeString("Date: \(date.text)\r\n\r\n")
        head = (answer, date.second, bytes)
        return bytes
    }
}
