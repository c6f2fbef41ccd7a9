import SystemPackage

/// Why a private PostgreSQL cluster could not be made, started or reached.
///
/// The description says what happened, where, and what to do about it; it is meant to be printed as it is.
public struct PrivatePostgresError: Error, Sendable, CustomStringConvertible {
    /// The kind of failure, for code that has to tell one from another.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's stable name.
        public let description: String

        /// Another live process owns the data directory.
        public static let alreadyRunning = Code(description: "alreadyRunning")
        /// Another live process owns the data directory and its server does not accept connections yet.
        public static let notReady = Code(description: "notReady")
        /// No usable PostgreSQL server programs were found.
        public static let binariesNotFound = Code(description: "binariesNotFound")
        /// The cluster was made by another major version than that of the programs found.
        public static let versionMismatch = Code(description: "versionMismatch")
        /// The directory holds something that this service did not put there.
        public static let foreignDirectory = Code(description: "foreignDirectory")
        /// The directory, or one on the way to it, cannot be used: not a directory, not permitted, or badly named.
        public static let unusableDirectory = Code(description: "unusableDirectory")
        /// A setting is refused, or is no setting at all.
        public static let invalidSetting = Code(description: "invalidSetting")
        /// The process is root and there is no unprivileged user to run the server as.
        public static let noServerUser = Code(description: "noServerUser")
        /// `initdb` failed.
        public static let initializationFailed = Code(description: "initializationFailed")
        /// The server did not start, or not in time.
        public static let startFailed = Code(description: "startFailed")
        /// A server that has to make way does not end.
        public static let stopFailed = Code(description: "stopFailed")
    }

    /// The live process that owns a data directory.
    public struct Owner: Sendable, Hashable {
        /// Its process id, or nil when it did not come to write it down.
        public let processID: Int32?
        /// What it does, in its own words.
        public let purpose: String
    }

    /// The kind of failure.
    public let code: Code
    /// Who owns the directory, for ``Code/alreadyRunning`` and ``Code/notReady``.
    public let owner: Owner?
    /// What happened, where, and what to do.
    public let description: String

    init(_ code: Code, _ description: String, owner: Owner? = nil) {
        self.code = code
        self.owner = owner
        self.description = description
    }
}

extension PrivatePostgresError {
    /// A failed operation on a file or directory, with the system's reason.
    static func cannot(_ action: String, _ path: String, _ reason: Errno, advice: String = "") -> Self {
        let advice = advice.isEmpty ? "" : " \(advice)"
        return Self(.unusableDirectory, "cannot \(action) \(path): \(reason).\(advice)")
    }

    static func alreadyRunning(_ owner: Owner, directory: String) -> Self {
        Self(
            .alreadyRunning,
            """
            the data directory \(directory) is in use by \(owner.words). \
            Stop it first, or choose another directory with --data-directory.
            """,
            owner: owner
        )
    }

    static func notReady(_ owner: Owner, directory: String) -> Self {
        Self(
            .notReady,
            """
            the data directory \(directory) is in use by \(owner.words), whose database does not accept connections \
            at the moment. Try again when it has started.
            """,
            owner: owner
        )
    }
}

extension PrivatePostgresError.Owner {
    /// The owner as a phrase for a message.
    var words: String {
        let process = processID.map { "process \($0)" } ?? "another process"
        return purpose.isEmpty ? process : "\(process) (\(purpose))"
    }
}
