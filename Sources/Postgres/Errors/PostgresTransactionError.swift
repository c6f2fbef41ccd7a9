/// Why a transaction did not end in a commit, with the failure of each stage kept apart.
public struct PostgresTransactionError: Error, Sendable, CustomStringConvertible {
    /// Why `BEGIN` failed; nothing else was tried then.
    public var beginError: PostgresError?

    /// What the body threw, after which a rollback was tried.
    public var bodyError: (any Error)?

    /// Why the rollback failed; the connection is of no more use then, and the server rolls back by itself.
    public var rollbackError: PostgresError?

    /// Why `COMMIT` failed.
    public var commitError: PostgresError?

    /// Whether the connection was lost between sending `COMMIT` and its answer: the work may or may not be there.
    ///
    /// Only a look at the data can tell. Repeat the work only if doing it twice does no harm.
    public var isCommitOutcomeUnknown: Bool

    /// Makes an error out of the stages that failed.
    public init(
        beginError: PostgresError? = nil,
        bodyError: (any Error)? = nil,
        rollbackError: PostgresError? = nil,
        commitError: PostgresError? = nil,
        isCommitOutcomeUnknown: Bool = false
    ) {
        self.beginError = beginError
        self.bodyError = bodyError
        self.rollbackError = rollbackError
        self.commitError = commitError
        self.isCommitOutcomeUnknown = isCommitOutcomeUnknown
    }

    /// The failure that came first: what a caller most likely wants to look at.
    public var cause: any Error {
        bodyError ?? beginError ?? commitError ?? rollbackError
            ?? PostgresError(code: .protocolMisuse, message: "a transaction failed without a reason")
    }

    /// The first failure as this module's error, where it is one.
    public var postgresError: PostgresError? { cause as? PostgresError }

    /// Whether running the whole transaction once more may succeed without risk of doing it twice.
    public var isRetryable: Bool { !isCommitOutcomeUnknown && (postgresError?.isRetryable ?? false) }

    /// The stages that failed, in order; the body's own error by its type alone unless it is of this module.
    public var description: String {
        var parts: [String] = []
        if let beginError { parts.append("begin: \(beginError)") }
        if let bodyError {
            let shown = (bodyError as? PostgresError).map { "\($0)" } ?? "\(type(of: bodyError))"
            parts.append("body: \(shown)")
        }
        if let rollbackError { parts.append("rollback: \(rollbackError)") }
        if let commitError { parts.append("commit: \(commitError)") }
        if isCommitOutcomeUnknown { parts.append("whether it was committed is not known") }
        return "PostgresTransactionError (\(parts.joined(separator: "; ")))"
    }
}
