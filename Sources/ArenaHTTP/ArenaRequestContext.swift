import Foundation
import Hummingbird
import NIOCore

/// What is known of a request beside the request itself.
struct ArenaRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address at the other end of the connection, 4 or 16 bytes; `nil` where there is none.
    let remoteAddress: [UInt8]?
    /// Succeeds when the connection has ended.
    let connectionClosed: EventLoopFuture<Void>
    /// When its head had been read.
    let arrivedAt: ContinuousClock.Instant

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        connectionClosed = source.channel.closeFuture
        remoteAddress = source.channel.remoteAddress?.networkBytes
        arrivedAt = .now
    }
}

extension SocketAddress {
    /// The network address without the port, in network order.
    var networkBytes: [UInt8]? {
        guard let ipAddress else { return nil }
        let isV6 = self.protocol == .inet6
        var bytes = [UInt8](repeating: 0, count: isV6 ? 16 : 4)
        return unsafe inet_pton(isV6 ? AF_INET6 : AF_INET, ipAddress, &bytes) == 1 ? bytes : nil
    }
}
