public import Logging
import Glibc
public import ServiceLifecycle
import SystemPackage

/// A PostgreSQL cluster of the application's own, kept in a data directory and reached through a Unix socket alone.
///
/// ``start(configuration:logger:)`` makes the cluster when there is none, clears away what a crash left, and returns
/// when the server accepts connections. ``run()`` then watches the server, starts it again when it dies, and stops it
/// when the service group shuts down; give it to the group before the services that use the database, so that it is
/// stopped after them. Whoever does not run it calls ``stop()``. A server whose owner was killed goes on until the
/// next start in its directory stops it.
public actor PrivatePostgres: Service {
    /// How libpq reaches the database: `key=value` pairs.
    public nonisolated let connectionString: String
    /// The server's version, such as `15.18`.
    public nonisolated let version: String
    /// The absolute path of the data directory.
    public nonisolated let dataDirectory: String

    nonisolated let plan: StartPlan
    let logger: Logger
    private let directoryLock: DirectoryLock
    private let note: DirectoryLock.Note
    private(set) var postmaster: Postmaster
    private var stopping: Task<Void, Never>?
    /// Whether a start is under way that a stop has to wait for.
    private var isStarting = false

    private init(
        plan: StartPlan,
        directoryLock: DirectoryLock,
        note: DirectoryLock.Note,
        postmaster: Postmaster,
        logger: Logger
    ) {
        self.plan = plan
        self.logger = logger
        self.directoryLock = directoryLock
        self.note = note
        self.postmaster = postmaster
        connectionString = plan.connectionString
        version = plan.binaries.version
        dataDirectory = plan.directory.path
    }

    deinit {
        // Nobody is left to wait for the end; to ask for it is better than to leave a server behind.
        if stopping == nil { postmaster.signal(.fast) }
    }

    /// Makes the cluster if there is none, starts its server and creates the database if there is none.
    /// - Throws: ``PrivatePostgresError``, or `CancellationError` when the task is cancelled; either way no server of
    ///   this call is left running.
    public static func start(
        configuration: PrivatePostgresConfiguration,
        logger: Logger
    ) async throws -> PrivatePostgres {
        try ClusterSettings.validate(configuration.settings)
        let directory = try DataDirectory.open(configuration.dataDirectory)
        let lock = try await DirectoryLock.acquire(
            path: directory.lock,
            directory: directory.path,
            purpose: configuration.purpose
        )
        do {
            let plan = try await StartPlan.prepare(configuration: configuration, directory: directory, logger: logger)
            let postmaster = try await plan.launch()
            do {
                try await plan.waitUntilReady(postmaster)
                try await plan.createDatabase()
                var note = DirectoryLock.Note(processID: getpid(), purpose: configuration.purpose)
                note.connectionString = plan.connectionString
                try lock.write(note)
                logger.info(
                    "PostgreSQL accepts connections",
                    metadata: [
                        "directory": "\(directory.path)", "version": "\(plan.binaries.version)",
                        "pid": "\(postmaster.processID)",
                    ]
                )
                return PrivatePostgres(
                    plan: plan,
                    directoryLock: lock,
                    note: note,
                    postmaster: postmaster,
                    logger: logger
                )
            } catch {
                await postmaster.stop(patience: .seconds(5))
                throw error
            }
        } catch {
            lock.release()
            throw error
        }
    }

    /// Stops the server and gives the directory up; returns when that is done, however often it is called.
    ///
    /// The server first ends its sessions and writes everything out; when that takes longer than the configuration's
    /// `stopTimeout` it is stopped at once, and recovers at the next start.
    public func stop() async {
        if let stopping { return await stopping.value }
        // A task of its own: whoever waits may be cancelled, the stop goes on.
        let task = Task { await performStop() }
        stopping = task
        await task.value
    }

    /// Whether the server is to stay down.
    var isStopping: Bool { stopping != nil }

    /// Starts the server again after it died.
    func restart() async throws {
        isStarting = true
        defer { isStarting = false }
        var unreachable = note
        unreachable.connectionString = nil
        try directoryLock.write(unreachable)
        try await plan.clearFormerServer()
        guard !isStopping else { return }
        let postmaster = try await plan.launch()
        self.postmaster = postmaster
        do {
            try await plan.waitUntilReady(postmaster) { await self.isStopping }
        } catch {
            await postmaster.stop(patience: .seconds(5))
            throw error
        }
        try directoryLock.write(note)
    }

    private func performStop() async {
        while isStarting { try? await Task.sleep(for: .milliseconds(20)) }
        if !postmaster.hasEnded {
            logger.info("Stopping PostgreSQL", metadata: ["directory": "\(dataDirectory)"])
            await postmaster.stop(patience: plan.configuration.stopTimeout)
        }
        directoryLock.release()
        logger.info("PostgreSQL is stopped", metadata: ["directory": "\(dataDirectory)"])
    }
}
