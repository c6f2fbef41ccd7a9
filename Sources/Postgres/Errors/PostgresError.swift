/// What went wrong between this process and the server.
///
/// ``description`` is fit for a log: it names the condition and the constraint, table or setting concerned, and never
/// shows SQL or a value. ``debugDescription`` adds the server's own words, which may quote values.
public struct PostgresError: Error, Sendable {
    /// The kind of failure.
    public let code: Code

    /// What this module has to say about it, without SQL and without values.
    public let message: String

    /// What the server reported, where the failure is the server's.
    public let server: ServerReport?

    /// The failure that led to this one, as the last connection failure does to a pool's.
    public let underlying: (any Error)?

    /// Makes an error that this side found.
    public init(code: Code, message: String, server: ServerReport? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.server = server
        self.underlying = underlying
    }

    /// The server's condition, where it reported one.
    public var sqlState: SQLState? { server?.sqlState ?? (underlying as? PostgresError)?.sqlState }

    /// The severity that the server reported: `ERROR`, `FATAL` or `PANIC`.
    public var severity: String? { server?.severity }

    /// The constraint that the server named.
    public var constraintName: String? { server?.constraintName }

    /// The table that the server named.
    public var tableName: String? { server?.tableName }

    /// The column that the server named.
    public var columnName: String? { server?.columnName }

    /// The schema that the server named.
    public var schemaName: String? { server?.schemaName }

    /// Whether running the whole transaction once more may succeed without risk of doing it twice.
    ///
    /// False for a connection lost on the way: whether the server had done the work is not known then.
    public var isRetryable: Bool {
        switch code {
        case .connectionFailed, .poolTimeout: true
        case .server, .connectionLost:
            switch sqlState {
            case .serializationFailure?, .deadlockDetected?, .lockNotAvailable?, .tooManyConnections?,
                .adminShutdown?, .cannotConnectNow?:
                true
            default: false
            }
        default: false
        }
    }

    /// Whether the connection, and not the statement, is what failed.
    public var isConnectionFailure: Bool {
        switch code {
        case .connectionFailed, .connectionLost: true
        case .server: sqlState?.errorClass == "08" || sqlState == .adminShutdown || sqlState == .crashShutdown
        default: false
        }
    }
}

extension PostgresError {
    /// The kinds of failure, as an open set: switch with a default.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The stable name of the kind.
        public let name: String

        private init(_ name: String) { self.name = name }

        /// The stable name of the kind.
        public var description: String { name }

        /// No connection could be made.
        public static let connectionFailed = Code("connectionFailed")
        /// A connection broke while it was open.
        public static let connectionLost = Code("connectionLost")
        /// The connection has been closed by this side.
        public static let connectionClosed = Code("connectionClosed")
        /// The server refused or failed a statement; ``PostgresError/sqlState`` says why.
        public static let server = Code("server")
        /// A transaction could not be committed because a statement in it had failed.
        public static let transactionAborted = Code("transactionAborted")
        /// The server runs with a setting that can lose committed data.
        public static let unsafeDurability = Code("unsafeDurability")
        /// The server is older than this module supports.
        public static let unsupportedServer = Code("unsupportedServer")
        /// The task was cancelled.
        public static let cancelled = Code("cancelled")
        /// No connection came free within the pool's limit, or too many were waiting already.
        public static let poolTimeout = Code("poolTimeout")
        /// The pool is shutting down or has shut down.
        public static let poolClosed = Code("poolClosed")
        /// A value is not of the type it was asked for as.
        public static let decoding = Code("decoding")
        /// A value cannot be sent to the server.
        public static let encoding = Code("encoding")
        /// The configuration is not valid.
        public static let invalidConfiguration = Code("invalidConfiguration")
        /// The client was used, or the server answered, in a way that the protocol does not allow here.
        public static let protocolMisuse = Code("protocolMisuse")
    }

    /// The fields of the server's report of an error.
    public struct ServerReport: Sendable {
        /// The condition.
        public var sqlState: SQLState?
        /// `ERROR`, `FATAL` or `PANIC`, never translated.
        public var severity: String?
        /// The primary message, which may quote values.
        public var message: String?
        /// The detail, which may quote values.
        public var detail: String?
        /// The hint.
        public var hint: String?
        /// Where in the server's call stack it happened, which may quote values and SQL.
        public var context: String?
        /// The character position in the statement, counted from 1.
        public var position: Int?
        /// The schema concerned.
        public var schemaName: String?
        /// The table concerned.
        public var tableName: String?
        /// The column concerned.
        public var columnName: String?
        /// The data type concerned.
        public var dataTypeName: String?
        /// The constraint concerned.
        public var constraintName: String?
        /// The function of the server's source that reported it.
        public var routine: String?

        /// Makes an empty report.
        public init() {}
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// The condition in one line, without SQL and without values.
    public var description: String {
        var text = "PostgresError \(code)"
        var facts: [String] = []
        if let server {
            if let sqlState = server.sqlState { facts.append("SQLSTATE \(sqlState)") }
            if let severity = server.severity, severity != "ERROR" { facts.append(severity) }
            if let name = server.constraintName { facts.append("constraint \(name)") }
            if let table = server.tableName {
                facts.append("table " + (server.schemaName.map { "\($0).\(table)" } ?? table))
            }
            if let name = server.columnName { facts.append("column \(name)") }
        }
        if !facts.isEmpty { text += " (\(facts.joined(separator: ", ")))" }
        if !message.isEmpty { text += ": \(message)" }
        if let underlying = underlying as? PostgresError { text += "; cause: \(underlying)" }
        return text
    }

    /// The condition with the server's own words, which may quote values: for a developer's eyes only.
    public var debugDescription: String {
        var text = description
        guard let server else { return text }
        if let message = server.message { text += "\n  message: \(message)" }
        if let detail = server.detail { text += "\n  detail: \(detail)" }
        if let hint = server.hint { text += "\n  hint: \(hint)" }
        if let context = server.context { text += "\n  context: \(context)" }
        if let position = server.position { text += "\n  position: \(position)" }
        return text
    }
}
