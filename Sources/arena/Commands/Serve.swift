import ArenaCore
import ArenaHTTP
import ArenaStore
import ArgumentParser
import Crypto
import Documents
import Foundation
import Logging
import PrivatePostgres
import PrometheusText
import ServiceLifecycle
import UnixSignals
import Web

/// `arena serve`: the server, with a Postgres of its own unless it is given one.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the voting page, the leaderboard and the API.",
        discussion: """
            Without a database URL it makes, once, and runs a private Postgres in the data directory: a Unix socket and no \
            TCP port. On an empty private database it offers sample content, which real data replaces.
            """
    )

    /// What the lock of the data directory says of a running server.
    static let purpose = "arena serve"

    @OptionGroup(title: "Server") var server: ServerOptions
    @OptionGroup(title: "Database") var database: DatabaseOptions
    @OptionGroup(title: "Common") var common: CommonOptions

    func run() async throws {
        FileLimit.raise()
        let setup = try await CommandSetup(database, common, server)
        let logger = setup.logger
        let settings = try await ServerSettings(setup.reader)
        let pages = settings.pages ?? Web.directory.path
        let metrics = ArenaMetrics.start()
        guard FileManager.default.isReadableFile(atPath: pages + "/index.html") else {
            throw ValidationError("There are no pages in \(pages): index.html is missing. Name them with --pages.")
        }
        try await ArenaApplication.checkAddress(settings.http)
        if let admin = settings.admin {
            try await ArenaApplication.checkAddress(HTTPConfiguration(host: admin.host, port: admin.port))
        }
        let services = try await Interruption.heeded {
            let database = try await Database.open(
                setup.database,
                purpose: Self.purpose,
                sharing: false,
                creating: true,
                logger: logger
            )
            do {
                return database.services + (try await arena(database, settings, pages: pages, metrics, logger: logger))
            } catch {
                if case .own(let cluster) = database.origin { await cluster.stop() }
                throw error
            }
        }
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = settings.shutdownTimeout
        try await ServiceGroup(configuration: configuration).run()
    }

    private func arena(
        _ database: Database,
        _ settings: ServerSettings,
        pages: String,
        _ metrics: PrometheusRegistry,
        logger: Logger
    ) async throws -> [any Service] {
        let pool = database.pool
        let (pseudonyms, sealer) = try await database.prepare { pool in
            let secrets = SecretStore(pool: pool)
            let pseudonyms = VoterPseudonyms(key: SymmetricKey(data: try await secrets.secret("voter")))
            let sealer = TicketSealer(key: SymmetricKey(data: try await secrets.secret("ticket")))
            if database.origin.isPrivate && !settings.isEmpty {
                try await SampleLoader(pool: pool, pseudonyms: pseudonyms, logger: logger).loadIfEmpty()
            }
            return (pseudonyms, sealer)
        }
        let log = PostgresBattleLog(pool: database.logPool)
        let replica = try settings.readDatabaseURL.map(database.replicaPool)
        let reads = ReadSide(primary: pool, replica: replica)
        let catalogues = PostgresCatalogueStore(pool: pool, reads: reads, offersSample: !settings.isEmpty)
        let history = PostgresBoardHistory(pool: pool, reads: reads)
        let publisher = SnapshotPublisher()
        let nudge = LogNudge()
        let ledger = LedgerService(
            log: log,
            catalogues: catalogues,
            checkpoints: PostgresCheckpointStore(pool: database.logPool),
            publisher: publisher,
            nudge: nudge,
            history: history,
            encode: { LeaderboardResponse($0).encoded() },
            configuration: settings.ledger,
            logger: logger
        )
        let batcher = VoteBatcher(log: log, nudge: nudge, logger: logger)
        let votes = VoteService(
            catalogues: catalogues,
            log: log,
            batcher: batcher,
            publisher: publisher,
            sealer: sealer,
            ticketLifetime: settings.ticketLifetime
        )
        let address = settings.http.host
        let slices = SliceBoards(
            archive: PostgresBattleArchive(pool: pool),
            publisher: publisher,
            interval: settings.ledger.publishInterval
        )
        let http = try ArenaApplication.make(
            configuration: settings.http,
            votes: votes,
            publisher: publisher,
            history: history,
            slices: slices,
            comparisons: Comparisons(publisher: publisher, interval: settings.ledger.publishInterval),
            asides: AsideService(store: PostgresAsideStore(pool: pool), sealer: sealer),
            pseudonyms: pseudonyms,
            pages: pages,
            vendor: Web.vendor.path,
            method: try? String(contentsOf: Documents.method, encoding: .utf8),
            logger: logger,
            onServerRunning: { port in
                let host = address.contains(":") ? "[\(address)]" : address
                try? Console.result(
                    "The arena is up: http://\(host):\(port)/ (leaderboard: http://\(host):\(port)/leaderboard)\n"
                )
            }
        )
        ArenaMetrics.watch(publisher, in: metrics)
        let arena: [any Service] = [replica].compactMap(\.self) + [ledger, batcher, http]
        guard let admin = settings.admin else { return arena }
        let watching = AdminApplication.make(
            host: admin.host,
            port: admin.port,
            publisher: publisher,
            readyWithin: settings.http.readyWithin,
            metrics: metrics.text,
            logger: logger,
            onServerRunning: { port in
                try? Console.result("Metrics and health for operators: http://\(admin.host):\(port)/metrics\n")
            }
        )
        // Started first and stopped last, it tells also how the rest comes up and goes down.
        return [watching] + arena
    }
}
