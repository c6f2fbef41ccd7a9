internal import FoundationEssentials
internal import Logging

/// Brings a database's schema forward, step by step.
///
/// Each step and its entry in the table `schema_migration` are one transaction, so that a step that fails leaves
/// nothing. Of several processes that migrate at once, one works and the others wait and then find nothing left to do.
public struct Migrator: Sendable {
    /// The steps, in order.
    public let migrations: [Migration]

    /// How long to wait for another process that is migrating.
    public var lockTimeout: Duration

    /// Takes steps in any order.
    ///
    /// - Throws: ``MigrationError`` if their numbers do not go from 1 without gaps.
    public init(migrations: [Migration], lockTimeout: Duration = .seconds(60)) throws {
        self.migrations = try Migration.ordered(migrations)
        self.lockTimeout = lockTimeout
    }

    /// Compares the steps with a database, and changes nothing.
    ///
    /// - Throws: ``PostgresError``.
    public func status(on connection: PostgresConnection) async throws -> MigrationStatus {
        let exists = try await connection.query("SELECT to_regclass('schema_migration') IS NOT NULL").single(Bool.self)
        guard exists else { return MigrationStatus(files: migrations, applied: []) }
        let result = try await connection.query(
            "SELECT version, name, checksum, applied_at FROM schema_migration ORDER BY version"
        )
        let applied = try result.rows.map { row in
            let (version, name, checksum, appliedAt) = try row.decode(Int.self, String.self, [UInt8].self, Date.self)
            return MigrationStatus.Applied(version: version, name: name, checksum: checksum, appliedAt: appliedAt)
        }
        return MigrationStatus(files: migrations, applied: applied)
    }

    /// Checks that a database has exactly these steps.
    ///
    /// - Throws: ``MigrationError`` with code `behind`, `modified` or `missing`, or ``PostgresError``.
    public func verify(on connection: PostgresConnection) async throws {
        let status = try await status(on: connection)
        try status.checkPast()
        guard !status.pending.isEmpty else { return }
        throw MigrationError(
            code: .behind,
            message: "the database lacks \(status.pending.map(\.label).joined(separator: ", ")); migrate it first",
            versions: status.pending.map(\.version)
        )
    }

    /// Runs the steps that a database lacks.
    ///
    /// - Returns: The steps that were run, in order.
    /// - Throws: ``MigrationError`` with code `modified`, `missing`, `failed` or `locked`, or ``PostgresError``.
    ///   Steps before the one that failed stay applied.
    public func apply(on connection: PostgresConnection) async throws -> [Migration] {
        try await lock(connection)
        let outcome: Result<[Migration], any Error>
        do {
            outcome = .success(try await applyLocked(on: connection))
        } catch {
            outcome = .failure(error)
        }
        await unlock(connection)
        return try outcome.get()
    }

    /// The key of the advisory lock: the bytes of "schemamg" as a number, to keep clear of others' small keys.
    private static let lockKey: Int64 = 0x7363_6865_6D61_6D67

    private func lock(_ connection: PostgresConnection) async throws {
        let deadline = ContinuousClock.now + lockTimeout
        // Asked for again and again, since a waiting statement is bounded by the session's own time limits.
        while try await !connection.query("SELECT pg_try_advisory_lock(\(Self.lockKey))").single(Bool.self) {
            guard ContinuousClock.now < deadline else {
                throw MigrationError(
                    code: .locked,
                    message: """
                        another process has been migrating this database for \(lockTimeout); wait for it, or look for \
                        the session that holds an advisory lock in pg_locks
                        """
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func unlock(_ connection: PostgresConnection) async {
        do {
            _ = try await connection.query("SELECT pg_advisory_unlock(\(Self.lockKey))", isCancellable: false)
        } catch {
            // Closing the session frees the lock; the steps' own outcome is what the caller asked about.
            await connection.close()
        }
    }

    private func applyLocked(on connection: PostgresConnection) async throws -> [Migration] {
        try await connection.query(
            """
            CREATE TABLE IF NOT EXISTS schema_migration (
                version int PRIMARY KEY,
                name text NOT NULL,
                checksum bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """
        )
        let status = try await status(on: connection)
        try status.checkPast()
        for migration in status.pending { try await run(migration, on: connection) }
        return status.pending
    }

    private func run(_ migration: Migration, on connection: PostgresConnection) async throws {
        do {
            try await connection.withTransaction { connection in
                // A step may take longer than any statement of normal work, such as one that builds an index.
                try await connection.execute(script: "SET LOCAL statement_timeout = 0")
                try await connection.execute(script: migration.sql)
                guard connection.isInTransaction else {
                    throw MigrationError(
                        code: .failed,
                        message: "\(migration.label) ends the transaction that it is run in; take its COMMIT out",
                        versions: [migration.version]
                    )
                }
                try await connection.query(
                    """
                    INSERT INTO schema_migration (version, name, checksum)
                    VALUES (\(migration.version), \(migration.name), \(migration.checksum))
                    """
                )
            }
        } catch let error as PostgresTransactionError {
            if let error = error.bodyError as? MigrationError { throw error }
            throw MigrationError(
                code: .failed,
                message: "\(migration.label) failed and was rolled back",
                versions: [migration.version],
                underlying: error.cause
            )
        }
        connection.logger.info("migrated", metadata: ["migration": "\(migration.label)"])
    }
}
