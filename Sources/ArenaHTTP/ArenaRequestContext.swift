import Hummingbird
import NIOCore

/// What is known of a request beside the request itself.
struct ArenaRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection; `nil` where there is none.
    let peer: NetworkAddress?
    /// Succeeds when the connection has ended.
    let connectionClosed: EventLoopFuture<Void>
    /// When its head had been read.
    let arrivedAt: ContinuousClock.Instant

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connectionClosed = source.channel.closeFuture
        peer = NetworkAddress(source.channel.remoteAddress)
        arrivedAt = .now
    }
}
