import ArenaCore
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTPTypes

/// Answers the two requests that come by the thousand, the board and a vote, without leaving the connection's event loop.
///
/// The rules are those of the routes, which stand behind it and take everything that is not plain: other methods and
/// addresses, bodies in several pieces, requests sent before the one before them was answered, votes that only the database
/// can judge. What it saves is the way through tasks and routers, which costs more than the work itself.
final class FastLane: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What answers are made of.
    struct Services: Sendable {
        let publisher: SnapshotPublisher
        let bytes: SnapshotBytes
        let votes: VoteService
        let exchange: VoteExchange
        let configuration: HTTPConfiguration
        let requests: RequestRecord
        let date = DateHeader()
    }

    private enum State {
        /// Nothing of the lane's is under way.
        case open
        /// A request for the board has begun.
        case board(HTTPRequest, since: ContinuousClock.Instant)
        /// A vote has begun, with as much of its body as has come.
        case vote(HTTPRequest, ByteBuffer, since: ContinuousClock.Instant)
        /// A vote is with the database.
        case voting(isLast: Bool, since: ContinuousClock.Instant)
    }

    static let boardPath = "/api/v1/leaderboard"
    static let votePath = "/api/v1/battles/vote"
    /// Parts that may come while a vote is with the database, before no more is read.
    private static let heldLimit = 16

    private let services: Services
    private var state = State.open
    /// Requests passed on to the routes and not answered yet.
    private var passed = 0
    private var held = CircularBuffer<HTTPRequestPart>()
    private var isReadHeld = false
    private var peer: NetworkAddress?

    init(_ services: Services) { self.services = services }

    func handlerAdded(context: ChannelHandlerContext) {
        peer = NetworkAddress(context.remoteAddress)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .voting = state { return held.append(part) }
        take(part, context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Not all of it has come, and who knows when the rest does: the routes have limits for that.
        if case .vote(let head, let body, _) = state { pass(head, body, context) }
        context.fireChannelReadComplete()
    }

    /// Reads no more while there is enough to do, or while the client does not take what it has been answered.
    func read(context: ChannelHandlerContext) {
        if held.count < Self.heldLimit, context.channel.isWritable { context.read() } else { isReadHeld = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { readOn(context) }
        context.fireChannelWritabilityChanged()
    }

    private func readOn(_ context: ChannelHandlerContext) {
        guard isReadHeld else { return }
        isReadHeld = false
        read(context: context)
    }

    private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch (state, part) {
        case (.open, .head(let head)):
            if passed == 0, head.method == .get, head.path == Self.boardPath {
                state = .board(head, since: .now)
            } else if passed == 0, head.method == .post, head.path == Self.votePath, head.headerFields[.expect] == nil {
                state = .vote(head, ByteBuffer(), since: .now)
            } else {
                passed += 1
                context.fireChannelRead(wrapInboundOut(part))
            }
        case (.board(let head, _), .body(let body)):
            pass(head, body, context)
        case (.board(let head, let since), .end):
            answerBoard(head, since: since, context)
        case (.vote(let head, var body, let since), .body(let piece)):
            state = .open
            body.writeImmutableBuffer(piece)
            state = .vote(head, body, since: since)
            if body.readableBytes > services.configuration.maximumBodyBytes { pass(head, body, context) }
        case (.vote(let head, let body, let since), .end):
            submit(head, body, since: since, context)
        default:
            context.fireChannelRead(wrapInboundOut(part))
        }
    }

    /// Hands the request that has begun on to the routes; the parts still to come follow by themselves.
    private func pass(_ head: HTTPRequest, _ body: ByteBuffer, _ context: ChannelHandlerContext) {
        state = .open
        passed += 1
        context.fireChannelRead(wrapInboundOut(.head(head)))
        if body.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(.body(body))) }
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { passed -= 1 }
        context.write(data, promise: promise)
    }

    private func answerBoard(
        _ head: HTTPRequest,
        since: ContinuousClock.Instant,
        _ context: ChannelHandlerContext
    ) {
        state = .open
        guard let current = services.publisher.current else {
            return answer(head.isLast, APIError.stateMissing, FastLane.boardPath, .get, since, context)
        }
        let body = services.bytes.leaderboard(of: current)
        let form = body.form(for: head.headerFields)
        let isKnown = body.isNamed(by: head.headerFields[values: .ifNoneMatch])
        let answer = isKnown ? form.unchanged : form.whole
        write(answer.status, answer.openHeaders, isKnown ? nil : form.buffer, isLast: head.isLast, context)
        services.requests.note(.get, FastLane.boardPath, answer.status, since: since)
    }

    private func submit(
        _ head: HTTPRequest,
        _ body: ByteBuffer,
        since: ContinuousClock.Instant,
        _ context: ChannelHandlerContext
    ) {
        let isTaken: Bool
        do {
            let ballot = try services.exchange.ballot(head.headerFields, body: body, from: peer)
            let (loop, lane) = (context.eventLoop, NIOLoopBound((self, context), eventLoop: context.eventLoop))
            state = .voting(isLast: head.isLast, since: since)
            let deadline = services.configuration.voteDeadline(since)
            isTaken = try services.votes.submit(ballot, by: deadline) { result in
                loop.execute {
                    let (lane, context) = lane.value
                    lane.finish(result, context)
                }
            }
        } catch {
            state = .open
            return answer(head.isLast, APIError(answering: error), FastLane.votePath, .post, since, context)
        }
        guard !isTaken else { return }
        pass(head, body, context)
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }

    private func finish(_ result: Result<VoteService.Receipt, ArenaError>, _ context: ChannelHandlerContext) {
        guard case .voting(let isLast, let since) = state else { return }
        state = .open
        do {
            let body = try services.exchange.answer(try result.get())
            write(.ok, Self.receiptHeaders, body, isLast: isLast, context)
            services.requests.note(.post, FastLane.votePath, .ok, since: since)
        } catch {
            answer(isLast, APIError(answering: error), FastLane.votePath, .post, since, context)
        }
        release(context)
    }

    private static let receiptHeaders = SecurityHeaders.around(VoteExchange.headers, isOpen: false)

    private func answer(
        _ isLast: Bool,
        _ error: APIError,
        _ path: String,
        _ method: HTTPRequest.Method,
        _ since: ContinuousClock.Instant,
        _ context: ChannelHandlerContext
    ) {
        let response = error.response
        let headers = SecurityHeaders.around(response.headers, isOpen: path == FastLane.boardPath)
        write(response.status, headers, error.body, isLast: isLast, context)
        services.requests.note(method, path, response.status, since: since)
    }

    private func write(
        _ status: HTTPResponse.Status,
        _ headers: HTTPFields,
        _ body: ByteBuffer?,
        isLast: Bool,
        _ context: ChannelHandlerContext
    ) {
        var head = HTTPResponse(status: status, headerFields: headers)
        if let body { head.headerFields[.contentLength] = String(body.readableBytes) }
        head.headerFields[.date] = services.date.text
        if isLast { head.headerFields[.connection] = "close" }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if let body { context.write(wrapOutboundOut(.body(body)), promise: nil) }
        guard isLast else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }

    /// Takes up what came while a vote was with the database.
    private func release(_ context: ChannelHandlerContext) {
        while let part = held.popFirst() {
            take(part, context)
            if case .voting = state { return }
        }
        readOn(context)
        channelReadComplete(context: context)
    }
}

extension HTTPRequest {
    /// Whether its client wants the connection closed after the answer.
    fileprivate var isLast: Bool { headerFields[.connection]?.lowercased() == "close" }
}
