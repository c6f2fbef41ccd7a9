/// What a private PostgreSQL cluster is made from and how it is run.
public struct PrivatePostgresConfiguration: Sendable {
    /// The directory everything is kept in; made absolute, and created with mode 0700 when missing.
    public var dataDirectory: String
    /// The directory of `postgres`, `initdb` and `psql`, or nil to find one.
    ///
    /// Looked for in this order: the newest `/usr/lib/postgresql/*/bin`, what `pg_config --bindir` prints, `PATH`. An
    /// existing cluster takes the binaries of its own major version, wherever among these they are.
    public var binaryDirectory: String?
    /// The database that is created once and that ``PrivatePostgres/connectionString`` names.
    public var database: String
    /// Server settings on top of the service's own, name to value, such as `["shared_buffers": "1GB"]`.
    ///
    /// Settings that keep the cluster private (addresses, sockets, authentication) or its data safe (`fsync`,
    /// `full_page_writes`, `synchronous_commit`) are refused.
    public var settings: [String: String]
    /// How long the server may take until it accepts connections, crash recovery included.
    public var startTimeout: Duration
    /// How long the server may take to stop in fast mode before it is stopped in immediate mode.
    public var stopTimeout: Duration
    /// What the owner of the directory does, such as `arena serve`; shown to whoever finds the directory taken.
    public var purpose: String

    /// Creates a configuration.
    /// - Parameters:
    ///   - dataDirectory: The directory everything is kept in.
    ///   - binaryDirectory: The directory of the server's programs, or nil to find one.
    ///   - database: The database to create and to connect to.
    ///   - settings: Server settings on top of the service's own.
    ///   - startTimeout: How long the server may take until it accepts connections.
    ///   - stopTimeout: How long a fast stop may take before an immediate one follows.
    ///   - purpose: What the owner does, for whoever finds the directory taken.
    public init(
        dataDirectory: String,
        binaryDirectory: String? = nil,
        database: String = "arena",
        settings: [String: String] = [:],
        startTimeout: Duration = .seconds(120),
        stopTimeout: Duration = .seconds(30),
        purpose: String = "arena serve"
    ) {
        self.dataDirectory = dataDirectory
        self.binaryDirectory = binaryDirectory
        self.database = database
        self.settings = settings
        self.startTimeout = startTimeout
        self.stopTimeout = stopTimeout
        self.purpose = purpose
    }
}
