import NIOCore
import NIOPosix
import Synchronization

/// Stands between a client and a Postgres server and does to their connections what bad networks do.
public final class FaultProxy: Sendable {
    /// What becomes of the bytes that pass.
    public enum Mode: Sendable, Equatable {
        /// They pass.
        case pass
        /// New connections are closed at once.
        case refuse
        /// Every piece waits.
        case delay(milliseconds: Int64)
        /// One byte of a piece is another one, in one of so many pieces.
        case corrupt(oneIn: Int)
        /// A piece is cut off in its middle and the connection with it, for one of so many pieces.
        case truncate(oneIn: Int)
        /// Nothing passes, and nobody is told.
        case swallow
    }

    private struct State {
        var mode = Mode.pass
        var generator: SeededChance
        var channels: [ObjectIdentifier: any Channel] = [:]
        var faults = 0
    }

    private let state: Mutex<State>
    private let listener: any Channel

    /// The port of the loopback interface that it listens on.
    public let port: Int

    /// Listens on a free port and passes everything on to the server behind the Unix socket.
    public static func start(upstream socket: String, seed: UInt64) async throws -> FaultProxy {
        let box = ProxyBox()
        let listener = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard let proxy = box.proxy.withLock({ $0 }), proxy.mode != .refuse else { return channel.close() }
                return proxy.join(channel, to: socket)
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let proxy = FaultProxy(listener: listener, seed: seed)
        box.proxy.withLock { $0 = proxy }
        return proxy
    }

    private init(listener: any Channel, seed: UInt64) {
        self.listener = listener
        port = listener.localAddress?.port ?? 0
        state = Mutex(State(generator: SeededChance(seed: seed)))
    }

    /// What it does now.
    public var mode: Mode {
        get { state.withLock { $0.mode } }
        set { state.withLock { $0.mode = newValue } }
    }

    /// How many pieces were corrupted, cut or swallowed so far.
    public var faults: Int { state.withLock { $0.faults } }

    /// Ends all connections at once.
    public func cut() {
        let channels = state.withLock { Array($0.channels.values) }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Stops listening and ends all connections.
    public func stop() async {
        try? await listener.close()
        cut()
    }

    private func join(_ client: any Channel, to socket: String) -> EventLoopFuture<Void> {
        add(client)
        return ClientBootstrap(group: client.eventLoop)
            .channelInitializer { server in
                self.add(server)
                return server.eventLoop.makeCompletedFuture {
                    try server.pipeline.syncOperations.addHandler(Relay(peer: client, proxy: self))
                }
            }
            .connect(unixDomainSocketPath: socket)
            .flatMap { server in
                client.eventLoop.makeCompletedFuture {
                    try client.pipeline.syncOperations.addHandler(Relay(peer: server, proxy: self))
                }
            }
            .flatMapErrorThrowing { error in
                client.close(promise: nil)
                throw error
            }
    }

    private func add(_ channel: any Channel) {
        state.withLock { $0.channels[ObjectIdentifier(channel)] = channel }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { _ = $0.channels.removeValue(forKey: ObjectIdentifier(channel)) }
        }
    }

    /// What is to be done with a piece.
    fileprivate enum Fate {
        case pass
        case delay(TimeAmount)
        case change(at: Int, with: UInt8)
        case cut(after: Int)
        case drop
    }

    fileprivate func fate(of length: Int) -> Fate {
        state.withLock { state in
            switch state.mode {
            case .pass, .refuse: return .pass
            case .delay(let milliseconds): return .delay(.milliseconds(milliseconds))
            case .swallow:
                state.faults += 1
                return .drop
            case .corrupt(let oneIn):
                guard length > 0, state.generator.below(oneIn) == 0 else { return .pass }
                state.faults += 1
                return .change(at: state.generator.below(length), with: UInt8(1 + state.generator.below(255)))
            case .truncate(let oneIn):
                guard state.generator.below(oneIn) == 0 else { return .pass }
                state.faults += 1
                return .cut(after: state.generator.below(length + 1))
            }
        }
    }
}

/// Lets the listener's closure find the proxy that is made of the listener.
private final class ProxyBox: Sendable {
    let proxy = Mutex<FaultProxy?>(nil)
}

/// Passes what it reads to the other side, or does worse.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel
    private let proxy: FaultProxy

    init(peer: any Channel, proxy: FaultProxy) {
        self.peer = peer
        self.proxy = proxy
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        switch proxy.fate(of: buffer.readableBytes) {
        case .pass:
            peer.writeAndFlush(buffer, promise: nil)
        case .delay(let time):
            let (peer, piece) = (peer, buffer)
            context.eventLoop.scheduleTask(in: time) { peer.writeAndFlush(piece, promise: nil) }
        case .change(let place, let mask):
            let index = buffer.readerIndex + place
            if let byte = buffer.getInteger(at: index, as: UInt8.self) { buffer.setInteger(byte ^ mask, at: index) }
            peer.writeAndFlush(buffer, promise: nil)
        case .cut(let length):
            let (peer, channel) = (peer, context.channel)
            peer.writeAndFlush(buffer.readSlice(length: length) ?? ByteBuffer()).whenComplete { _ in
                peer.close(promise: nil)
                channel.close(promise: nil)
            }
        case .drop:
            break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        peer.close(promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
