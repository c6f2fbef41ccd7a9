internal import CLibPQ
public import Logging

/// One connection to a server, on which one command runs at a time.
///
/// Several tasks may use it at once: their commands run one after the other in the order of the calls. While a task is
/// inside ``withTransaction(isolation:readOnly:_:)``, the commands of other tasks wait until that transaction ends.
/// No call blocks a thread of the cooperative pool.
public actor PostgresConnection {
    /// The process identifier of the server process that serves this connection.
    public nonisolated let backendProcessID: Int32

    /// The server process that serves this connection, told from all that had or will have its number.
    public var backend: PostgresBackend { PostgresBackend(processID: backendProcessID, startedAt: backendStart) }

    /// The server's version as one number, such as 150018 for 15.18.
    public nonisolated let serverVersion: Int

    nonisolated let wire: Wire
    nonisolated let canceller: Canceller
    nonisolated let logger: Logger
    nonisolated let silenceLimit: Duration?
    var statements: StatementCache
    private var backendStart = ""

    /// The executor of this connection: the thread that waits for its socket.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe wire.loop.asUnownedSerialExecutor() }

    private init(handle: ConnectionHandle, loop: SocketLoop, configuration: PostgresConfiguration, logger: Logger) {
        backendProcessID = handle.backendProcessID
        serverVersion = handle.serverVersion
        let wire = Wire(handle: handle, loop: loop)
        self.wire = wire
        let cancel = handle.makeCancelRequest()
        canceller = Canceller(loop: loop) {
            cancel?.send()
        } abandon: { [weak wire] in
            wire?.fail(
                PostgresError(
                    code: .connectionLost,
                    message: "the server did not end a cancelled command within \(Canceller.patience)"
                )
            )
        }
        self.logger = logger
        silenceLimit = configuration.effectiveSilenceLimit
        statements = StatementCache(capacity: configuration.statementCacheSize)
    }

    deinit {
        let wire = wire
        wire.loop.execute { wire.close() }
    }

    /// Connects, sets the session up and looks at the server's durability settings.
    ///
    /// - Throws: ``PostgresError`` with code `connectionFailed`, `cancelled`, `unsupportedServer` (older than 14) or
    ///   `unsafeDurability` (a setting that can lose committed data is off, and the configuration does not allow it).
    public static func connect(
        configuration: PostgresConfiguration,
        logger: Logger
    ) async throws -> PostgresConnection {
        let deadline = ContinuousClock.now + configuration.connectTimeout
        let loop = SocketLoop.next()
        let handle = try await ConnectAttempt(configuration: configuration, logger: logger).run(on: loop)
        guard handle.serverVersion >= 140_000 else {
            throw PostgresError(
                code: .unsupportedServer,
                message: "the server has version \(handle.serverVersion / 10_000); 14 or later is needed"
            )
        }
        let connection = PostgresConnection(handle: handle, loop: loop, configuration: configuration, logger: logger)
        do {
            try await connection.setUp(configuration, until: deadline)
        } catch {
            await connection.close()
            if let error = error as? PostgresError, error.code == .connectionLost {
                throw PostgresError(code: .connectionFailed, message: error.message, server: error.server)
            }
            throw error
        }
        return connection
    }

    private func setUp(_ configuration: PostgresConfiguration, until deadline: ContinuousClock.Instant) async throws {
        wire.start()
        let settings = try await withDeadline(deadline, "setting up the session") {
            try await self.command { wire in
                guard try wire.usable().sendScript(configuration.sessionSetup) else {
                    throw wire.callFailure("setting up the session")
                }
                try await wire.flush()
                return try await wire.collect()
            }
        }
        guard let settings, settings.rowCount == 1 else {
            throw PostgresError(code: .protocolMisuse, message: "the server did not say how durable it is")
        }
        backendStart = try settings.value(row: 0, column: 3, as: String.self)
        guard !configuration.allowUnsafeDurability else { return }
        for (column, name) in ["fsync", "full_page_writes", "synchronous_commit"].enumerated() {
            // Simple-protocol results are text, whose bytes are those of the binary format for this type.
            guard try settings.value(row: 0, column: column, as: String.self) == "off" else { continue }
            throw PostgresError(
                code: .unsafeDurability,
                message: """
                    the server runs with \(name) = off and can lose what it has committed; turn it on, \
                    or allow unsafe durability if the data may be lost
                    """
            )
        }
    }

    /// Closes the connection; a command that is running ends with an error.
    public func close() {
        wire.close()
    }

    /// Closes the connection without waiting for that.
    nonisolated func closeSoon() { wire.loop.execute { [wire] in wire.close() } }

    /// Whether the connection has broken or been closed, so that no command can succeed on it.
    public nonisolated var isBroken: Bool { wire.flags.contains(.broken) }

    /// Whether the session is inside a transaction, a failed one included.
    public nonisolated var isInTransaction: Bool { wire.flags.contains(.inTransaction) }

    /// Whether a command is running.
    nonisolated var isBusy: Bool { wire.flags.contains(.busy) }

    /// Whether a task listens, or has listened, to a channel on this connection.
    nonisolated var isListening: Bool { wire.flags.contains(.listening) }

    /// Sends an empty statement and waits for the answer, to see whether the server still is there.
    ///
    /// - Throws: ``PostgresError``; the connection is broken if there is no answer within the limit.
    public func ping(timeout: Duration = .seconds(5)) async throws {
        try await withDeadline(.now + timeout, "waiting for a sign of life") {
            try await self.command { wire in
                guard try wire.usable().sendScript("") else { throw wire.callFailure("sending") }
                try await wire.flush()
                _ = try await wire.collect()
            }
        }
    }

    /// Breaks the connection if the body has not ended by the deadline.
    private func withDeadline<Value>(
        _ deadline: ContinuousClock.Instant,
        _ activity: String,
        _ body: () async throws -> Value
    ) async throws -> Value {
        let isDone = DoneFlag()
        let wire = wire
        wire.loop.schedule(at: deadline) { [weak wire] in
            guard !isDone.isSet else { return }
            wire?.fail(
                PostgresError(code: .connectionLost, message: "the server did not answer in time while \(activity)")
            )
        }
        defer { isDone.set() }
        return try await body()
    }
}
