public import ArenaCore
public import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore

/// The arena's HTTP server.
public enum ArenaApplication {
    /// A server that is ready to run; its `run()` ends with graceful shutdown, once every accepted request is answered.
    ///
    /// - Parameters:
    ///   - pages: the folder of the static pages, which is read here and now.
    ///   - onServerRunning: called with the port that is listened on, once it is.
    /// - Throws: an error that says so when the pages cannot be read.
    public static func make(
        configuration: HTTPConfiguration,
        votes: VoteService,
        publisher: SnapshotPublisher,
        pseudonyms: VoterPseudonyms,
        pages: String,
        logger: Logger,
        onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let listeners = StreamListeners(publisher: publisher, limit: configuration.maximumStreams)
        let router = ArenaRouter.make(
            board: BoardRoutes(publisher: publisher, listeners: listeners),
            battles: BattleRoutes(
                configuration: configuration,
                votes: votes,
                publisher: publisher,
                pseudonyms: pseudonyms
            ),
            health: HealthRoutes(publisher: publisher, readyWithin: configuration.readyWithin),
            pages: try PageShelf(directory: pages)
        )
        let connections = ConnectionLimit.effective(wanted: configuration.maximumConnections)
        return Application(
            router: router,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [ConnectionGuard(endStreams: listeners.close)],
                    idleTimeout: TimeAmount(configuration.idleTimeout),
                    httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                        maxHeaderFieldSize: configuration.maximumHeaderBytes,
                        maxHeaderListSize: configuration.maximumHeaderBytes,
                        maxHeaderFieldCount: 100
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(connections, logger: logger)
            ),
            services: [listeners],
            onServerRunning: { channel in
                await onServerRunning(channel.localAddress?.port ?? configuration.port)
            },
            logger: logger
        )
    }
}
