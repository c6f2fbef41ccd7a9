public import FoundationEssentials

/// How the files of migrations compare with a database.
public struct MigrationStatus: Sendable {
    /// A migration as the database has it.
    public struct Applied: Sendable, Hashable {
        /// Its number.
        public let version: Int
        /// Its name when it was applied.
        public let name: String
        /// The SHA-256 of its text when it was applied.
        public let checksum: [UInt8]
        /// When it was applied.
        public let appliedAt: Date

        /// How messages name it.
        public var label: String { Migration.label(version, name) }
    }

    /// What the database has, in order.
    public let applied: [Applied]

    /// What the files have and the database does not, in order.
    public let pending: [Migration]

    /// What both have, with different text.
    public let modified: [Migration]

    /// What the database has and the files do not.
    public let missing: [Applied]

    init(files: [Migration], applied: [Applied]) {
        self.applied = applied
        let known = Dictionary(files.map { ($0.version, $0) }, uniquingKeysWith: { first, _ in first })
        let done = Set(applied.map(\.version))
        pending = files.filter { !done.contains($0.version) }
        missing = applied.filter { known[$0.version] == nil }
        modified = applied.compactMap { entry in
            guard let file = known[entry.version], file.checksum != entry.checksum else { return nil }
            return file
        }
    }

    /// Whether the database has exactly what the files have.
    public var isCurrent: Bool { pending.isEmpty && modified.isEmpty && missing.isEmpty }

    /// Refuses a database whose past is not that of the files.
    func checkPast() throws {
        if !modified.isEmpty {
            throw MigrationError(
                code: .modified,
                message: """
                    applied with other text than the files have now: \(modified.map(\.label).joined(separator: ", ")); \
                    restore the text and put the change into a new migration
                    """,
                versions: modified.map(\.version)
            )
        }
        if !missing.isEmpty {
            throw MigrationError(
                code: .missing,
                message: """
                    the database has \(missing.map(\.label).joined(separator: ", ")), which is not among the files: \
                    the database was migrated by a newer program, or the files are incomplete
                    """,
                versions: missing.map(\.version)
            )
        }
    }
}
