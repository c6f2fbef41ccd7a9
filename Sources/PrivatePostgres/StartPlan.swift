import Logging
import SystemPackage

/// Everything that is settled before the server starts, and the steps of a start.
struct StartPlan: Sendable {
    let configuration: PrivatePostgresConfiguration
    let directory: DataDirectory
    let programs: ServerPrograms
    let binaries: ServerBinaries
    let socketDirectory: SocketDirectory
    let settings: ClusterSettings
    let log: ServerLog
    let logger: Logger

    /// How libpq reaches the database.
    var connectionString: String { connectionString(database: configuration.database) }

    /// Prepares the directory, makes the cluster when there is none, and clears away what a former owner left.
    ///
    /// Only for the holder of the directory's lock.
    static func prepare(
        configuration: PrivatePostgresConfiguration,
        directory: DataDirectory,
        logger: Logger
    ) async throws -> StartPlan {
        let cluster = Cluster(directory: directory)
        let account = try ServerAccount.select(clusterOwner: try cluster.owner(), cluster: cluster.path)
        let programs = try ServerPrograms(account: account)
        try await directory.openPassage(for: account, programs: programs)
        let binaries = try await ServerBinaries.select(
            directory: configuration.binaryDirectory,
            clusterMajor: try cluster.major(),
            cluster: cluster.path,
            programs: programs
        )
        try await cluster.removeLeftovers(programs: programs, logger: logger)
        if try cluster.owner() == nil {
            try await cluster.initialize(binaries: binaries, programs: programs, logger: logger)
        }
        let socketDirectory = SocketDirectory(for: directory, account: account)
        try socketDirectory.prepare(for: account)
        let plan = StartPlan(
            configuration: configuration,
            directory: directory,
            programs: programs,
            binaries: binaries,
            socketDirectory: socketDirectory,
            settings: ClusterSettings(
                directory: directory,
                socketDirectory: socketDirectory.path,
                clusterName: try clusterName(of: cluster.path),
                custom: configuration.settings
            ),
            log: try ServerLog(path: directory.log),
            logger: logger
        )
        try await plan.clearFormerServer()
        return plan
    }

    func clearFormerServer() async throws {
        try await FormerServer(
            cluster: directory.cluster,
            clusterName: settings.clusterName,
            socketDirectory: socketDirectory,
            logger: logger,
            patience: configuration.stopTimeout
        ).clear()
    }

    /// Starts the server with its settings written anew.
    func launch() async throws -> Postmaster {
        try settings.write(for: programs.account)
        try log.rotate()
        return try await Postmaster.launch(binaries: binaries, settings: settings, programs: programs, log: log)
    }

    /// Waits until the server accepts connections.
    /// - Parameter isAbandoned: Asked again and again whether to wait no longer.
    func waitUntilReady(
        _ postmaster: Postmaster,
        unless isAbandoned: @Sendable () async -> Bool = { false }
    ) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + configuration.startTimeout
        while true {
            if let file = try PostmasterFile.read(cluster: directory.cluster),
                file.processID == postmaster.processID, file.isReady
            {
                return
            }
            if postmaster.hasEnded {
                throw failure(
                    "ended before it accepted connections (\(await postmaster.end()))",
                    since: postmaster.logStart
                )
            }
            if clock.now >= deadline {
                throw failure(
                    "did not accept connections within \(configuration.startTimeout)",
                    since: postmaster.logStart
                )
            }
            if await isAbandoned() { throw CancellationError() }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Creates the database when there is none of its name.
    func createDatabase() async throws {
        let script = #"""
            SELECT format('CREATE DATABASE %I', :'name')
            WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'name') \gexec

            """#
        let result = try await programs.run(
            path: binaries.psql,
            arguments: [
                "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=name=\(configuration.database)",
                "--dbname", connectionString(database: "postgres"),
            ],
            input: script
        )
        guard result.succeeded else {
            throw PrivatePostgresError(
                .startFailed,
                "cannot create the database \(configuration.database) in \(directory.path):\n\(result.printed)"
            )
        }
    }

    private func connectionString(database: String) -> String {
        ConnectionString.make([
            "host": socketDirectory.path,
            "port": "\(ClusterSettings.port)",
            "dbname": database,
            "user": Cluster.superuser,
        ])
    }

    private func failure(_ what: String, since offset: Int64) -> PrivatePostgresError {
        let tail = log.tail(since: offset)
        let words = tail.isEmpty ? "It wrote nothing to \(log.path)." : "The end of \(log.path):\n\(tail)"
        return PrivatePostgresError(
            .startFailed,
            "the PostgreSQL server of \(directory.path) \(what). \(words)"
        )
    }

    /// A name for the server's processes that no other cluster on this machine has.
    private static func clusterName(of path: String) throws -> String {
        do {
            let entry = try FileSystem.entry(at: path)
            let identity = "\(path) \(entry?.device ?? 0) \(entry?.inode ?? 0)"
            return "arena-" + String(SocketDirectory.hash(identity), radix: 36)
        } catch {
            throw PrivatePostgresError.cannot("read", path, error)
        }
    }
}
