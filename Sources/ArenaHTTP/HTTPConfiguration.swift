/// Where the arena listens, and what it lets a client do.
public struct HTTPConfiguration: Sendable {
    /// The name or address of the interface to listen on.
    public var host: String
    /// The port to listen on; 0 lets the system choose one.
    public var port: Int
    /// The longest request body, in bytes; a longer one is refused.
    public var maximumBodyBytes: Int
    /// The longest header field and the longest head of a request as a whole, in bytes.
    public var maximumHeaderBytes: Int
    /// The most connections held at once; further ones wait in the system's queue.
    ///
    /// Lowered by itself where the process may not open so many files.
    public var maximumConnections: Int
    /// The most clients that may listen to the board's stream of events at once.
    public var maximumStreams: Int
    /// How long a request may take, from its head to its answer.
    public var requestTimeout: Duration
    /// How long a vote waits for the database before its sender is told to send it again.
    public var voteTimeout: Duration
    /// How long a connection may stay silent between two requests or inside one.
    public var idleTimeout: Duration
    /// Whether the voter's cookie is sent over TLS only.
    public var secureCookies: Bool
    /// Whose word is taken for where a request comes from.
    public var trustedProxies = TrustedProxies()
    /// How old the published state may be for the arena to call itself ready.
    public var readyWithin: Duration

    /// The defaults listen on the loopback interface, for people without TLS in front.
    public init(
        host: String = "127.0.0.1",
        port: Int = 8080,
        maximumBodyBytes: Int = 65_536,
        maximumHeaderBytes: Int = 16_384,
        maximumConnections: Int = 10_000,
        maximumStreams: Int = 2_000,
        requestTimeout: Duration = .seconds(30),
        voteTimeout: Duration = .seconds(5),
        idleTimeout: Duration = .seconds(60),
        secureCookies: Bool = false,
        readyWithin: Duration = .seconds(15)
    ) {
        self.host = host
        self.port = port
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumConnections = maximumConnections
        self.maximumStreams = maximumStreams
        self.requestTimeout = requestTimeout
        self.voteTimeout = voteTimeout
        self.idleTimeout = idleTimeout
        self.secureCookies = secureCookies
        self.readyWithin = readyWithin
    }

    /// Until when a vote that arrived at `instant` waits for the database.
    func voteDeadline(_ instant: ContinuousClock.Instant) -> ContinuousClock.Instant {
        instant + min(requestTimeout, voteTimeout)
    }
}
