internal import CLibPQ
internal import Glibc

/// Where the server is and how each connection to it behaves.
public struct PostgresConfiguration: Sendable {
    /// What libpq takes: a `postgresql://` URI or `key=value` pairs, with several hosts if need be.
    public let connectionString: String

    /// The name shown in `pg_stat_activity`, unless the connection string has one.
    public var applicationName = "postgres-client"

    /// The limit for making a connection, over all hosts and steps; with several hosts each gets its share.
    public var connectTimeout: Duration = .seconds(10)

    /// The server's limit for one statement; zero for none.
    public var statementTimeout: Duration = .seconds(30)

    /// The server's limit for waiting for one lock; zero for none.
    public var lockTimeout: Duration = .seconds(10)

    /// The server's limit for sitting idle in a transaction; zero for none.
    public var idleInTransactionTimeout: Duration = .seconds(60)

    /// How long a server that is waited for may be silent before the connection is given up; zero for ever.
    ///
    /// The server's own limits do not help where the network swallows what is sent. By default 5 seconds more than
    /// ``statementTimeout``, or for ever if that is zero.
    public var silenceLimit: Duration?

    /// SQL that each new session runs first, every statement of it ended by a semicolon.
    public var sessionScript = ""

    /// How many prepared statements one connection keeps.
    public var statementCacheSize = 256

    /// Whether to accept a server whose `fsync`, `full_page_writes` or `synchronous_commit` is off, and which can
    /// therefore lose what it has said to be committed.
    public var allowUnsafeDurability = false

    private let parts: [String: String]

    /// Takes a connection string.
    ///
    /// - Throws: ``PostgresError`` with code `invalidConfiguration` if libpq cannot read it; the message quotes nothing
    ///   of the string, which may hold a password.
    public init(connectionString: String) throws(PostgresError) {
        self.connectionString = connectionString
        parts = try Self.parse(connectionString)
    }

    /// Puts together a connection string out of libpq's keywords and their values, quoted as need be.
    ///
    /// ```swift
    /// PostgresConfiguration.connectionString(["host": "/run/postgres", "dbname": "shop"])
    /// ```
    public static func connectionString(_ parameters: [String: String]) -> String {
        parameters.sorted { $0.key < $1.key }
            .map { keyword, value in
                let escaped: [Character] = value.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
                return "\(keyword)='\(String(escaped))'"
            }
            .joined(separator: " ")
    }

    /// The value that the connection string gives for a libpq keyword such as `dbname`, but never for `password`.
    public func value(for keyword: String) -> String? {
        keyword.contains("password") || keyword == "passfile" ? nil : parts[keyword]
    }

    private static func parse(_ text: String) throws(PostgresError) -> [String: String] {
        guard !text.utf8.contains(0) else {
            throw PostgresError(code: .invalidConfiguration, message: "the connection string holds a zero byte")
        }
        var problem: UnsafeMutablePointer<CChar>? = nil
        guard let options = unsafe PQconninfoParse(text, &problem) else {
            defer { unsafe PQfreemem(problem) }
            let reason = unsafe problem.map { unsafe redact(String(cString: $0)) } ?? "memory is short"
            throw PostgresError(
                code: .invalidConfiguration,
                message: "the connection string is neither a postgresql:// URI nor key=value pairs: \(reason)"
            )
        }
        defer { unsafe PQconninfoFree(options) }
        var parts: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                parts[unsafe String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return parts
    }

    /// libpq's reason without what it quotes from the string: any piece of it may be a piece of a password.
    private static func redact(_ reason: String) -> String {
        let pieces = reason.split(separator: "\"", omittingEmptySubsequences: false)
        return pieces.enumerated().map { $0.offset.isMultiple(of: 2) || $0.element == "=" ? $0.element : "…" }
            .joined(separator: "\"")
            .split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

extension PostgresConfiguration {
    /// libpq's parameters for each host in turn; a list of one unless the connection string names several hosts.
    ///
    /// libpq's own non-blocking connect goes on to the next host only when one refuses, and would spend all the time
    /// on a host that does not answer.
    var attempts: [[(keyword: String, value: String)]] {
        let before: [(keyword: String, value: String)] = [
            ("keepalives", "1"), ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"), ("fallback_application_name", applicationName),
            ("dbname", connectionString), ("client_encoding", "UTF8"),
        ]
        func list(_ keyword: String) -> [String] {
            (parts[keyword] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let hosts = list("host")
        let addresses = list("hostaddr")
        let ports = list("port")
        let count = max(hosts.count, addresses.count)
        guard count > 1, ports.count == 1 || ports.count == count || ports.isEmpty else { return [before] }
        let single = (0..<count).map { index in
            var own = before
            if hosts.count == count { own.append(("host", hosts[index])) }
            if addresses.count == count { own.append(("hostaddr", addresses[index])) }
            if ports.count > 0 { own.append(("port", ports.count == count ? ports[index] : ports[0])) }
            return own
        }
        guard parts["target_session_attrs"] == "prefer-standby" else { return single }
        return single.map { $0 + [("target_session_attrs", "standby")] }
            + single.map { $0 + [("target_session_attrs", "any")] }
    }

    /// ``silenceLimit``, or what follows from the other limits; nil for ever.
    var effectiveSilenceLimit: Duration? {
        if let silenceLimit { return silenceLimit > .zero ? silenceLimit : nil }
        return statementTimeout > .zero ? statementTimeout + .seconds(5) : nil
    }

    /// Sets up a new session and asks what must be known about the server, in one round trip.
    var sessionSetup: String {
        func milliseconds(_ duration: Duration) -> Int { max(0, Int((duration / .milliseconds(1)).rounded(.up))) }
        return """
            SET statement_timeout = \(milliseconds(statementTimeout));
            SET lock_timeout = \(milliseconds(lockTimeout));
            SET idle_in_transaction_session_timeout = \(milliseconds(idleInTransactionTimeout));
            SET datestyle = 'ISO';
            SET timezone = 'UTC';
            \(sessionScript)
            SELECT current_setting('fsync'), current_setting('full_page_writes'),
                   current_setting('synchronous_commit'),
                   (SELECT backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid())
            """
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible {
    /// Host, port, database and user; never the password or the connection string.
    public var description: String {
        let shown = ["host", "hostaddr", "port", "dbname", "user", "target_session_attrs", "sslmode"]
            .compactMap { keyword in parts[keyword].map { "\(keyword)=\($0)" } }
        return "PostgresConfiguration(\(shown.joined(separator: " ")))"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }
}

extension PostgresConfiguration: CustomReflectable {
    /// A mirror without the connection string, since `dump` and string interpolation of a containing value use it.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
