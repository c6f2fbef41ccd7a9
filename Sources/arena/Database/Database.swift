import ArenaStore
import Foundation
import Logging
import Migrations
import Postgres
import PrivatePostgres
import ServiceLifecycle

/// The database of a command: opened, checked, and with the services that keep it going.
struct Database: Sendable {
    /// How a command comes by its database.
    enum Origin: Sendable {
        /// Somebody else's server, named by a connection string.
        case external
        /// A private cluster that this process runs.
        case own(PrivatePostgres)
        /// A private cluster that another process of the arena runs.
        case shared

        var isPrivate: Bool {
            if case .external = self { false } else { true }
        }
    }

    let origin: Origin
    /// Connections for as long as the services run.
    let pool: PostgresPool
    /// Connections for the log alone: no crowd of readers keeps a vote from being written, or from being seen.
    let logPool: PostgresPool

    private let configuration: PostgresPoolConfiguration
    private let logger: Logger

    /// What must run while the database is in use, in the order of starting.
    var services: [any Service] {
        if case .own(let cluster) = origin { [cluster, pool, logPool] } else { [pool, logPool] }
    }

    /// Opens the database that the settings name.
    ///
    /// The schema of a private database is brought up to date by whoever runs it; any other must be so already.
    ///
    /// - Parameters:
    ///   - purpose: the command, for whoever finds the data directory taken.
    ///   - sharing: whether a private cluster that a running `arena serve` owns may be used beside it.
    ///   - creating: whether a private cluster is made where there is none.
    static func open(
        _ settings: DatabaseSettings,
        purpose: String,
        sharing: Bool,
        creating: Bool,
        logger: Logger
    ) async throws -> Database {
        let (origin, url) = try await locate(
            settings,
            purpose: purpose,
            sharing: sharing,
            creating: creating,
            logger: logger
        )
        do {
            var configuration = try PostgresConfiguration(connectionString: url)
            configuration.applicationName = purpose
            configuration.statementTimeout = settings.statementTimeout
            configuration.lockTimeout = settings.lockTimeout
            configuration.idleInTransactionTimeout = settings.idleTransactionTimeout
            configuration.allowUnsafeDurability = settings.allowsUnsafeDurability
            configuration.sessionScript = Self.sessionScript
            try await prepareSchema(configuration, settings, origin, logger: logger)
            var pool = PostgresPoolConfiguration(connection: configuration)
            pool.size = settings.poolSize
            pool.waitTimeout = settings.poolWait
            pool.backoffLimit = Self.backoffLimit
            return Database(
                origin: origin,
                pool: PostgresPool(configuration: pool, logger: logger),
                logPool: PostgresPool(configuration: Self.logPool(pool), logger: logger),
                configuration: pool,
                logger: logger
            )
        } catch {
            if case .own(let cluster) = origin { await cluster.stop() }
            throw error
        }
    }

    /// Compiling a plan costs more than any statement of ours takes, on servers that would.
    private static let sessionScript = "SET jit = off;"

    /// The longest pause between attempts to reach a server that is away: one that is back is to be used at once.
    private static let backoffLimit = Duration.seconds(1)

    /// A few connections that give up on a silent server soon, since another attempt is safe.
    private static func logPool(_ pool: PostgresPoolConfiguration) -> PostgresPoolConfiguration {
        var log = pool
        log.name = "log"
        log.size = 3
        log.waitTimeout = min(pool.waitTimeout, .seconds(2))
        log.checkAfterIdle = .seconds(5)
        log.connection.connectTimeout = min(pool.connection.connectTimeout, .seconds(2))
        log.connection.silenceLimit = .seconds(2)
        log.connection.sessionScript += "\n" + ForeignKeys.putAside
        return log
    }

    /// Connections to a replica of this database.
    ///
    /// - Throws: `Refusal` where the database is private, which has none.
    func replicaPool(_ url: String) throws -> PostgresPool {
        guard case .external = origin else {
            throw Refusal(
                "--\(SettingKeys.readDatabaseURL.name) is for a --\(SettingKeys.databaseURL.name) of your own."
            )
        }
        var connection = try PostgresConfiguration(connectionString: url)
        connection.applicationName = configuration.connection.applicationName
        connection.sessionScript = Self.sessionScript
        connection.statementTimeout = configuration.connection.statementTimeout
        // Nothing is written there; and whoever waits for it is better served by the primary.
        connection.allowUnsafeDurability = true
        connection.connectTimeout = min(configuration.connection.connectTimeout, .seconds(1))
        connection.silenceLimit = .seconds(2)
        var replica = configuration
        replica.connection = connection
        replica.waitTimeout = min(replica.waitTimeout, .seconds(1))
        replica.name = "replica"
        return PostgresPool(configuration: replica, logger: logger)
    }

    /// Lends a pool of its own for work that must be done before the services run.
    func prepare<Value: Sendable>(_ body: (PostgresPool) async throws -> Value) async throws -> Value {
        let pool = PostgresPool(configuration: configuration, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            defer { group.cancelAll() }
            return try await body(pool)
        }
    }

    /// The migrations that the settings name, or those that ship with the program.
    static func migrator(_ settings: DatabaseSettings) throws -> Migrator {
        let directory = settings.migrations ?? Migrations.directory.path
        return try Migrator(migrations: try Migration.load(directory: directory))
    }

    /// Finds the server, starting a private one when there is none.
    static func locate(
        _ settings: DatabaseSettings,
        purpose: String,
        sharing: Bool,
        creating: Bool,
        logger: Logger
    ) async throws -> (Origin, String) {
        if let url = settings.url { return (.external, url) }
        // Only a server stays: another command stops the cluster it started when its own work is done.
        if sharing, let running = try PrivatePostgres.attach(dataDirectory: settings.dataDirectory),
            running.purpose == Serve.purpose
        {
            return (.shared, running.connectionString)
        }
        guard creating || FileManager.default.fileExists(atPath: settings.dataDirectory + "/postgres") else {
            throw Refusal(
                "There is no arena in \(settings.dataDirectory). Name its --data-directory or a --database-url."
            )
        }
        let cluster = try await PrivatePostgres.start(
            configuration: PrivatePostgresConfiguration(
                dataDirectory: settings.dataDirectory,
                binaryDirectory: settings.binaries,
                purpose: purpose
            ),
            logger: logger
        )
        return (.own(cluster), cluster.connectionString)
    }

    private static func prepareSchema(
        _ configuration: PostgresConfiguration,
        _ settings: DatabaseSettings,
        _ origin: Origin,
        logger: Logger
    ) async throws {
        let migrator = try migrator(settings)
        let connection: PostgresConnection
        do {
            connection = try await PostgresConnection.connect(configuration: configuration, logger: logger)
        } catch let error as PostgresError where error.code == .unsafeDurability {
            throw Refusal("\(error.message). --\(SettingKeys.allowUnsafeDurability.name) accepts it all the same.")
        }
        do {
            // Beside a running server the schema is that server's matter.
            if case .own = origin { _ = try await migrator.apply(on: connection) }
            try await migrator.verify(on: connection)
        } catch let error as MigrationError where error.code == .behind {
            await connection.close()
            throw Refusal(
                "The database's schema is not this version's: \(error.message). `arena migrate apply` mends that."
            )
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }
}
