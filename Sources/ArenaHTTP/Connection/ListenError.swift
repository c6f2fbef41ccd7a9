import NIOCore
import NIOPosix

/// The server cannot listen where it was told to.
public struct ListenError: Error, Sendable, CustomStringConvertible {
    /// Where, why not, and what to do.
    public let description: String
}

extension ArenaApplication {
    /// Finds out whether the configuration's address can be listened on, before anything else is started for it.
    ///
    /// - Throws: `ListenError` that names host and port.
    public static func checkAddress(_ configuration: HTTPConfiguration) async throws {
        do {
            let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
                .bind(host: configuration.host, port: configuration.port)
                .get()
            try await channel.close()
        } catch {
            let reason: String
            if let error = error as? IOError, error.errnoCode == EADDRINUSE {
                reason = "another program listens there"
            } else if error is SocketAddressError {
                reason = "there is no such address"
            } else {
                reason = "\(error)"
            }
            throw ListenError(
                description: """
                    The server cannot listen on \(configuration.host) port \(configuration.port): \(reason). \
                    Choose others with --host and --port.
                    """
            )
        }
    }
}
