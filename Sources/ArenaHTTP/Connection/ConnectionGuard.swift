import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Ends connections that can carry no further request: after bytes that are not HTTP, and after an answer to a request
/// whose body was not read to its end, be it too long or too slow.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// How long a client may go on sending after the last answer, so that closing does not destroy that answer.
    private static let lingering = TimeAmount.seconds(1)

    /// Called when the server is told to stop, since streams do not end by themselves.
    private let endStreams: @Sendable () -> Void

    private var requestsBegun = 0
    private var requestsRead = 0
    private var responsesWritten = 0
    private var failure: APIError?
    private var isClosing = false
    /// Whether the answer being written is a stream, which ends only with its client.
    private var isStreaming = false

    init(endStreams: @escaping @Sendable () -> Void = {}) { self.endStreams = endStreams }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Whoever sends no more and waits for an answer gets it; whoever listened to a stream has gone.
        if isStreaming, case ChannelEvent.inputClosed? = event as? ChannelEvent { context.close(promise: nil) }
        if event is ChannelShouldQuiesceEvent { endStreams() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isClosing || failure != nil { return }
        switch unwrapInboundIn(data) {
        case .head: requestsBegun += 1
        case .body: break
        case .end: requestsRead += 1
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A broken connection needs no answer; a body that broke off is answered by whoever reads it.
        let isConnectionLost = error is IOError || error is ChannelError
        guard !isClosing, failure == nil, !isConnectionLost, requestsBegun == requestsRead else {
            context.fireErrorCaught(error)
            return
        }
        let isKnown = error is HTTPParserError
        failure = isKnown ? APIError(answering: error) : .malformedRequest
        if responsesWritten == requestsRead { answerFailure(context: context) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isClosing {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let isUnread = responsesWritten >= requestsRead
        if case .head(let head) = unwrapOutboundIn(data) {
            isStreaming = head.headerFields[.contentType] == "text/event-stream"
        }
        switch unwrapOutboundIn(data) {
        case .head(var head) where isUnread && head.status.kind != .informational:
            head.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head, .body:
            context.write(data, promise: promise)
        case .end:
            isStreaming = false
            responsesWritten += 1
            if isUnread {
                context.writeAndFlush(data, promise: promise)
                finish(context: context)
            } else {
                context.write(data, promise: promise)
                if responsesWritten == requestsRead, failure != nil { answerFailure(context: context) }
            }
        }
    }

    private func answerFailure(context: ChannelHandlerContext) {
        guard let failure else { return }
        let response = failure.response
        var headers = SecurityHeaders.fields
        for field in response.headers { headers[field.name] = field.value }
        headers[.connection] = "close"
        let head = HTTPResponse(status: response.status, headerFields: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(failure.body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        finish(context: context)
    }

    private func finish(context: ChannelHandlerContext) {
        isClosing = true
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
    }
}
