public import Postgres

/// The digests of the files that were imported before, so that a longer edition of one adds only what is new.
public struct ImportedFileStore: Sendable {
    /// A file that was imported.
    public struct File: Sendable, Equatable {
        /// Digest over all of its records.
        public let digest: [UInt8]
        /// How many records it has.
        public let records: Int

        /// A file.
        public init(digest: [UInt8], records: Int) {
            self.digest = digest
            self.records = records
        }
    }

    private let pool: PostgresPool

    /// The files imported into the database of `pool`.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// All files imported so far.
    public func all() async throws -> [File] {
        try await StoreError.translating {
            try await pool.query("SELECT digest, records FROM imported_file").rows.map { row in
                let (digest, records) = try row.decode([UInt8].self, Int64.self)
                return File(digest: digest, records: Int(records))
            }
        }
    }

    /// Notes a file before its battles are written: if that is cut short, a longer edition still finds them.
    public func remember(_ file: File, name: String) async throws {
        try await StoreError.translating {
            _ = try await pool.query(
                """
                INSERT INTO imported_file (digest, records, name) VALUES (\(file.digest), \(Int64(file.records)), \(name))
                ON CONFLICT DO NOTHING
                """
            )
        }
    }
}
