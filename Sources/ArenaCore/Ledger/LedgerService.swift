public import Logging
public import ServiceLifecycle

/// Follows the log: reads what is new, folds it, fits the board and publishes it.
public struct LedgerService: Service {
    /// How closely it follows.
    public struct Configuration: Sendable {
        /// How often it looks for entries of other instances.
        public var pollInterval: Duration
        /// The least time between two publications.
        public var publishInterval: Duration
        /// How many entries it reads at once.
        public var readLimit: Int
        /// How many entries may pass before the fold is stored again.
        public var checkpointEntries: Int64
        /// How much time may pass with entries unstored.
        public var checkpointInterval: Duration
        /// The least time between two tables of draw probabilities.
        public var drawInterval: Duration = .seconds(1)
        /// From where on, and how far, a board follows single votes between exact fits.
        var liveLimits = BoardKeeper.Limits()

        /// The defaults keep a vote's way to the board well under a second.
        public init(
            pollInterval: Duration = .milliseconds(100),
            publishInterval: Duration = .milliseconds(200),
            readLimit: Int = 50_000,
            checkpointEntries: Int64 = 50_000,
            checkpointInterval: Duration = .seconds(10)
        ) {
            self.pollInterval = pollInterval
            self.publishInterval = publishInterval
            self.readLimit = readLimit
            self.checkpointEntries = checkpointEntries
            self.checkpointInterval = checkpointInterval
        }
    }

    private let log: any BattleLog
    private let catalogues: any CatalogueStore
    private let checkpoints: any CheckpointStore
    private let publisher: SnapshotPublisher
    private let history: (any BoardHistory)?
    private let encode: @Sendable (LeaderboardSnapshot) -> [UInt8]
    private let nudge: LogNudge
    private let configuration: Configuration
    private let logger: Logger

    /// A follower of `log` that publishes through `publisher`.
    ///
    /// - Parameters:
    ///   - history: where boards are kept, if they are.
    ///   - encode: a board as the API gives it, which is how it is kept.
    public init(
        log: any BattleLog,
        catalogues: any CatalogueStore,
        checkpoints: any CheckpointStore,
        publisher: SnapshotPublisher,
        nudge: LogNudge,
        history: (any BoardHistory)? = nil,
        encode: @escaping @Sendable (LeaderboardSnapshot) -> [UInt8] = { _ in [] },
        configuration: Configuration = Configuration(),
        logger: Logger
    ) {
        self.log = log
        self.catalogues = catalogues
        self.checkpoints = checkpoints
        self.publisher = publisher
        self.nudge = nudge
        self.history = history
        self.encode = encode
        self.configuration = configuration
        self.logger = logger
    }

    /// Follows until graceful shutdown, then stores the fold.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await tick() }
            var follower = LedgerFollower(
                log: log,
                catalogues: catalogues,
                checkpoints: checkpoints,
                publisher: publisher,
                history: history.map { HistoryKeeper(history: $0, encode: encode) },
                configuration: configuration,
                logger: logger
            )
            for await _ in nudge.wakes.cancelOnGracefulShutdown() {
                await follow(&follower)
            }
            group.cancelAll()
            await follower.finish()
        }
    }

    /// Wakes the follower at each poll, and at once in the beginning.
    private func tick() async {
        await cancelWhenGracefulShutdown {
            repeat { nudge.send() } while (try? await Task.sleep(for: configuration.pollInterval)) != nil
        }
    }

    private func follow(_ follower: inout LedgerFollower) async {
        do {
            try await follower.read()
            while follower.hasNews {
                // What comes in until the next board may be made is on it.
                if let next = follower.nextPublication, next > .now {
                    try await pause(until: min(next, .now + configuration.pollInterval))
                    try await follower.read()
                    if next > .now { continue }
                }
                try await follower.publish()
                try await follower.keepUp()
            }
            try await follower.keepUp()
        } catch is CancellationError {
            return
        } catch {
            logger.error("The log cannot be followed now; trying again.", metadata: ["error": "\(error)"])
            try? await pause(until: .now + configuration.publishInterval)
        }
    }

    private func pause(until deadline: ContinuousClock.Instant) async throws {
        if Task.isShuttingDownGracefully { throw CancellationError() }
        try await cancelWhenGracefulShutdown { try await Task.sleep(until: deadline) }
    }
}
