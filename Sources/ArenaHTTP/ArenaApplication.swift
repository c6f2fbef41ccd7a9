public import ArenaCore
public import Hummingbird
import HummingbirdCore
public import Logging

/// The arena's HTTP server.
public enum ArenaApplication {
    /// A server that is ready to run; its `run()` ends with graceful shutdown, once every accepted request is answered.
    ///
    /// - Parameters:
    ///   - pages: the folder of the static pages, which is read here and now.
    ///   - vendor: a folder with what of others the pages use.
    ///   - method: how everything is computed, in markdown, for the page that tells it.
    ///   - onServerRunning: called with the port that is listened on, once it is.
    /// - Throws: an error that says so when the pages cannot be read.
    public static func make(
        configuration: HTTPConfiguration,
        votes: VoteService,
        publisher: SnapshotPublisher,
        history: any BoardHistory,
        slices: SliceBoards,
        comparisons: Comparisons,
        asides: AsideService,
        pseudonyms: VoterPseudonyms,
        pages: String,
        vendor: String? = nil,
        method: String? = nil,
        logger: Logger,
        onServerRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let bytes = SnapshotBytes()
        publisher.beforePublishing { bytes.press($0) }
        let listeners = StreamListeners(publisher: publisher, limit: configuration.maximumStreams)
        let exchange = VoteExchange(
            publisher: publisher,
            pseudonyms: pseudonyms,
            bytes: bytes,
            proxies: configuration.trustedProxies
        )
        let router = ArenaRouter.make(
            board: BoardRoutes(
                publisher: publisher,
                bytes: bytes,
                streams: EventStream(publisher: publisher, bytes: bytes, listeners: listeners),
                history: HistoryRoutes(
                    history: history,
                    publisher: publisher,
                    timeout: configuration.requestTimeout
                ),
                slices: SliceRoutes(boards: slices, timeout: configuration.requestTimeout)
            ),
            pairs: PairRoutes(
                publisher: publisher,
                bytes: bytes,
                comparisons: comparisons,
                timeout: configuration.requestTimeout
            ),
            battles: BattleRoutes(configuration: configuration, votes: votes, exchange: exchange),
            asides: AsideRoutes(configuration: configuration, asides: asides, pseudonyms: pseudonyms),
            plain: PlainRoutes(configuration: configuration, votes: votes, exchange: exchange),
            health: HealthRoutes(publisher: publisher, readyWithin: configuration.readyWithin),
            pages: PageRoutes(
                shelf: try PageShelf(directory: pages, vendor: vendor),
                publisher: publisher,
                methodPages: method.map(MethodPages.init)
            )
        )
        let lane = FastLane.Services(
            publisher: publisher,
            bytes: bytes,
            votes: votes,
            exchange: exchange,
            configuration: configuration,
            requests: RequestRecord(logger: logger)
        )
        let connections = ConnectionLimit.effective(wanted: configuration.maximumConnections)
        return Application(
            router: router,
            server: HTTPServerBuilder { responder in
                ArenaChannel(
                    responder: responder,
                    configuration: configuration,
                    lane: lane,
                    endStreams: listeners.close
                )
            },
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
