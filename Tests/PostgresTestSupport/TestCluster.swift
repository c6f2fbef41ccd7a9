import Foundation
import ProcessTestSupport
internal import Logging
internal import Postgres

/// A private PostgreSQL server for tests: its own directory, its own socket, gone when the test process is.
///
/// ```swift
/// let database = try await TestCluster.shared().makeDatabase()
/// let configuration = try PostgresConfiguration(connectionString: database.connectionString)
/// ```
///
/// The server runs with `fsync` on, as a real one does. Started by root it runs as `postgres` or `nobody`, since the
/// server refuses root. A watchdog process stops it and removes its directory when the test process ends in any way.
public actor TestCluster {
    /// How a cluster differs from the one that ``shared()`` gives.
    public struct Options: Sendable {
        /// Whether the server also listens on a free TCP port of 127.0.0.1.
        public var listensOnTCP = false

        /// Whether the server takes TLS, with a certificate of its own for localhost: ``TestCluster/certificate``.
        public var takesTLS = false

        /// Whether the server archives its write-ahead log, for ``TestCluster/recover(from:until:)``.
        public var archivesLog = false

        /// Server settings, such as `["fsync": "off"]`.
        public var settings: [String: String] = [:]

        /// The options of ``TestCluster/shared()``.
        public init() {}
    }

    /// Why a cluster could not do what it was asked to.
    public struct Failure: Error, CustomStringConvertible {
        /// What failed, and what to do.
        public let description: String
    }

    /// The directory of the server's socket: what `host` is in a connection string.
    public nonisolated let socketDirectory: String

    /// The server's port, which names its socket too.
    public nonisolated let port: Int

    /// Whether the server listens on TCP as well.
    public nonisolated let listensOnTCP: Bool

    /// The file with the certificate of a server that takes TLS: what `sslrootcert` is in a connection string.
    public nonisolated var certificate: String { "\(directory)/server.crt" }

    private nonisolated let directory: String
    private let programs: ServerPrograms
    private let settings: [String: String]
    private var databases = 0

    private static let once = Task { try await start() }

    /// The cluster that all tests of this process share; the first call starts it.
    public static func shared() async throws -> TestCluster { try await once.value }

    /// Starts a cluster of one's own, for tests that stop the server or change its settings.
    public static func start(_ options: Options = Options()) async throws -> TestCluster {
        let programs = try ServerPrograms.find()
        let cluster = try await TestCluster(programs: programs, options: options)
        try await cluster.startServer()
        return cluster
    }

    /// Starts a streaming replica of this cluster, which takes over when it is promoted.
    public func startReplica() async throws -> TestCluster {
        let replica = try await TestCluster(programs: programs, replicaOf: self)
        try await replica.startServer()
        return replica
    }

    /// Makes a replica a server that takes writes, and returns once it does.
    public func promote() async throws {
        let arguments = ["-D", "\(directory)/data", "-w", "promote"]
        _ = try await Command.run(programs.path("pg_ctl"), arguments, as: programs.user)
    }

    /// Has commits wait until a replica has them, too.
    public func commitSynchronously() async throws {
        try await withMaintenance { connection in
            try await connection.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
            try await connection.query("SELECT pg_reload_conf()")
        }
    }

    /// Takes a backup of the running server, as a server of its own that is yet to be started: see ``recover(from:until:)``.
    public func takeBackup() async throws -> TestCluster {
        try await TestCluster(programs: programs, copyOf: self, arguments: ["--wal-method=none"])
    }

    /// Brings a backup, which has not been started, to where a server was at a time, from the log that it archived.
    ///
    /// - Parameter time: as Postgres writes it.
    public func recover(from server: TestCluster, until time: String) async throws {
        let settings = """
            restore_command = 'cp \(server.archive)/%f %p'
            recovery_target_time = '\(time)'
            recovery_target_action = 'promote'
            archive_mode = off
            """
        let script = "cat >> $0/data/postgresql.auto.conf && touch $0/data/recovery.signal"
        _ = try await Command.run(
            "/bin/sh",
            ["-c", "printf '%s\\n' \"$1\" | (\(script))", directory, settings],
            as: programs.user
        )
        try await startServer()
        // A server answers readers as soon as it is consistent, and takes writes when it has recovered.
        try await withMaintenance { connection in
            for _ in 0..<1_000 {
                let isRecovering = try await connection.query("SELECT pg_is_in_recovery()").single(Bool.self)
                if !isRecovering { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            throw Failure(description: "the test server does not end its recovery")
        }
    }

    /// Has the server archive what it has written so far.
    public func archiveLog() async throws {
        try await withMaintenance { connection in
            let file = try await connection.query("SELECT pg_walfile_name(pg_switch_wal())").single(String.self)
            for _ in 0..<1_000 {
                let archived = try await connection.query(
                    "SELECT coalesce(last_archived_wal >= \(file), false) FROM pg_stat_archiver"
                ).single(Bool.self)
                if archived { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            throw Failure(description: "the test server does not archive \(file)")
        }
    }

    /// The server's time, as it writes it.
    public func time() async throws -> String {
        try await withMaintenance { try await $0.query("SELECT clock_timestamp()::text").single(String.self) }
    }

    private nonisolated var archive: String { "\(directory)/archive" }

    private init(programs: ServerPrograms, replicaOf primary: TestCluster) async throws {
        try await self.init(
            programs: programs,
            copyOf: primary,
            arguments: ["--write-recovery-conf", "--wal-method=stream"]
        )
    }

    private init(programs: ServerPrograms, copyOf primary: TestCluster, arguments more: [String]) async throws {
        self.programs = programs
        listensOnTCP = false
        settings = [:]
        port = primary.port
        let name = "/tmp/pgtest-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
        directory = name
        socketDirectory = name
        try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: false)
        if let user = programs.user { _ = try await Command.run("/bin/chown", [user, name]) }
        try await Command.startWatchdog(directory: name)
        let arguments = [
            "-h", primary.socketDirectory, "-p", "\(primary.port)", "-U", "postgres", "-D", "\(name)/data",
            "--checkpoint=fast", "--no-sync",
        ]
        _ = try await Command.run(programs.path("pg_basebackup"), arguments + more, as: programs.user)
    }

    private init(programs: ServerPrograms, options: Options) async throws {
        self.programs = programs
        listensOnTCP = options.listensOnTCP
        var settings = options.settings
        port = options.listensOnTCP ? try FreePort.find() : 5432
        // Short, since the path of a socket must fit in 107 bytes; and under /tmp, which the server's user can reach.
        let name = "/tmp/pgtest-\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: 0 ... .max))"
        directory = name
        socketDirectory = name
        if options.takesTLS {
            settings["ssl"] = "on"
            settings["ssl_cert_file"] = "\(name)/server.crt"
            settings["ssl_key_file"] = "\(name)/server.key"
        }
        if options.archivesLog {
            settings["archive_mode"] = "on"
            settings["archive_command"] = "cp %p \(name)/archive/%f"
        }
        self.settings = settings
        try FileManager.default.createDirectory(atPath: name, withIntermediateDirectories: false)
        if let user = programs.user { _ = try await Command.run("/bin/chown", [user, name]) }
        try await Command.startWatchdog(directory: name)
        let arguments = [
            "-D", "\(name)/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
            "--no-instructions",
        ]
        _ = try await Command.run(programs.path("initdb"), arguments, as: programs.user)
        if options.takesTLS { try await makeCertificate() }
        if options.archivesLog { _ = try await Command.run("/bin/mkdir", ["\(name)/archive"], as: programs.user) }
    }

    private func makeCertificate() async throws {
        let arguments = [
            "req", "-new", "-x509", "-days", "2", "-nodes", "-newkey", "rsa:2048", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", certificate,
            "-keyout", "\(directory)/server.key",
        ]
        // The server's user makes it, since a key that others own or may read is refused.
        _ = try await Command.run("/usr/bin/openssl", arguments, as: programs.user)
    }

    /// Starts the server, after ``crash()`` or ``stop()`` again, and returns once it takes connections.
    public func startServer() async throws {
        var arguments = ["-D", "\(directory)/data", "-k", directory, "-p", "\(port)"]
        let settings = settings.merging(
            ["listen_addresses": listensOnTCP ? "127.0.0.1" : "", "max_connections": "120"],
            uniquingKeysWith: { own, _ in own }
        )
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) { arguments += ["-c", "\(name)=\(value)"] }
        // After a crash the old server's memory may be in use for a moment longer, so that a first attempt may fail.
        for _ in 1...20 {
            let server = try await Command.start(
                programs.path("postgres"),
                arguments,
                as: programs.user,
                output: "\(directory)/log"
            )
            while server.isRunning {
                if isReady(server.processIdentifier) { return }
                try await Task.sleep(for: .milliseconds(20))
            }
            try await Task.sleep(for: .milliseconds(250))
        }
        let log = (try? String(contentsOfFile: "\(directory)/log", encoding: .utf8)) ?? ""
        throw Failure(description: "the test server does not start:\n\(log.suffix(2_000))")
    }

    private func isReady(_ server: Int32) -> Bool {
        // The server itself writes its state into the eighth line.
        let file = (try? String(contentsOfFile: "\(directory)/data/postmaster.pid", encoding: .utf8)) ?? ""
        let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count > 7 && lines[0] == "\(server)" && lines[7].hasPrefix("ready")
    }

    /// Stops the server at once, with a message to its clients.
    public func stop() async throws {
        let arguments = ["-D", "\(directory)/data", "-w", "-m", "fast", "stop"]
        _ = try await Command.run(programs.path("pg_ctl"), arguments, as: programs.user)
    }

    /// Ends the server and all its processes with SIGKILL, as a power failure would.
    public func crash() throws {
        let path = "\(directory)/data/postmaster.pid"
        guard
            let first = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first,
            let server = Int32(first)
        else { throw Failure(description: "the test server's \(path) names no process") }
        // Stopped first, so that it starts no process while its children are looked up.
        kill(server, SIGSTOP)
        let children = Command.children(of: server)
        kill(server, SIGKILL)
        for child in children { kill(child, SIGKILL) }
    }

    /// The connection string of a database of this cluster.
    public nonisolated func connectionString(database: String = "postgres", overTCP: Bool = false) -> String {
        PostgresConfiguration.connectionString([
            "host": overTCP ? "127.0.0.1" : socketDirectory, "port": "\(port)", "user": "postgres",
            "dbname": database,
        ])
    }

    /// Makes a database that no other test uses.
    ///
    /// - Parameter template: The database to copy, to which nobody may be connected.
    public func makeDatabase(template: String = "template1") async throws -> TestDatabase {
        databases += 1
        let name = "test_\(databases)_\(UInt32.random(in: 0 ... .max))"
        try await withMaintenance { connection in
            for attempt in 1... {
                do {
                    try await connection.query(
                        "CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template)"
                    )
                    return
                } catch let error as PostgresError where error.sqlState == .objectInUse && attempt < 50 {
                    // A connection that was closed a moment ago may still be seen.
                    try await Task.sleep(for: .milliseconds(100))
                }
            }
        }
        return TestDatabase(name: name, connectionString: connectionString(database: name))
    }

    /// Ends a server process, as an administrator does, and returns once it is gone.
    public func terminateBackend(_ processID: Int32) async throws {
        try await withMaintenance { connection in
            _ = try await connection.query("SELECT pg_terminate_backend(\(processID), 10000)")
        }
    }

    private func withMaintenance<Value>(_ body: (PostgresConnection) async throws -> Value) async throws -> Value {
        var configuration = try PostgresConfiguration(connectionString: connectionString())
        configuration.allowUnsafeDurability = true
        let connection = try await PostgresConnection.connect(
            configuration: configuration,
            logger: Logger(label: "test-cluster", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        do {
            let value = try await body(connection)
            await connection.close()
            return value
        } catch {
            await connection.close()
            throw error
        }
    }
}

/// A database of a test's own.
public struct TestDatabase: Sendable {
    /// The database's name.
    public let name: String

    /// How to connect to it.
    public let connectionString: String
}
