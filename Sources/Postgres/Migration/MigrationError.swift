/// Why the files of migrations and a database do not fit, or why one could not be applied.
public struct MigrationError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure, as an open set: switch with a default.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable name of the kind.
        public let name: String

        private init(_ name: String) { self.name = name }

        /// The stable name of the kind.
        public var description: String { name }

        /// A directory or file cannot be read.
        public static let unreadable = Code("unreadable")
        /// A file's name or number does not fit.
        public static let misnumbered = Code("misnumbered")
        /// The database has a migration that is not among the files: it is newer than this program, or a file is gone.
        public static let missing = Code("missing")
        /// A file differs from what was applied.
        public static let modified = Code("modified")
        /// Migrations are pending.
        public static let behind = Code("behind")
        /// A migration's SQL failed.
        public static let failed = Code("failed")
        /// Another process holds the lock for longer than the limit.
        public static let locked = Code("locked")
    }

    /// The kind of failure.
    public let code: Code

    /// What is wrong, with which migration, and what to do.
    public let message: String

    /// The migrations concerned, by number.
    public let versions: [Int]

    /// The server's error, where that is the reason.
    public let underlying: (any Error)?

    init(code: Code, message: String, versions: [Int] = [], underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.versions = versions
        self.underlying = underlying
    }

    /// The kind and the message; a failed migration also shows the server's own words, since its SQL is no secret.
    public var description: String {
        var text = "MigrationError \(code): \(message)"
        if let underlying = underlying as? PostgresError { text += "\n\(underlying.debugDescription)" }
        return text
    }
}
