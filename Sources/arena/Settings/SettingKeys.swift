/// Every configuration key of the program, each with its type, default and meaning: the one place to look them up.
enum SettingKeys {
    static let config = SettingKey<String>(
        "config",
        "JSON file with further settings; its keys are the names of these flags."
    )
    static let logLevel = SettingKey(
        "log-level",
        "Least severe message logged: debug, info, notice, warning, error.",
        fallback: "info"
    )

    // The database.
    static let databaseURL = SettingKey<String>(
        "database-url",
        "Connection string of the Postgres database, as libpq takes it. Default: a private Postgres in the data directory.",
        isSecret: true
    )
    static let readDatabaseURL = SettingKey<String>(
        "read-database-url",
        "Connection string of a replica for reads that may lag: texts and histories. Default: the primary.",
        isSecret: true
    )
    static let dataDirectory = SettingKey<String>(
        "data-directory",
        "Where the private Postgres keeps its data. Default: /var/lib/arena for root, else ~/.local/share/arena."
    )
    static let postgresBinaries = SettingKey<String>(
        "postgres-binaries",
        "Directory with initdb and postgres for the private Postgres. Default: the newest one installed."
    )
    static let poolSize = SettingKey("pool-size", "Most database connections held at once.", fallback: 8)
    static let poolWait = SettingKey("pool-wait", "Seconds a request waits for a free connection.", fallback: 5)
    static let statementTimeout = SettingKey("statement-timeout", "Seconds a statement may run.", fallback: 30)
    static let lockTimeout = SettingKey("lock-timeout", "Seconds a statement waits for a lock.", fallback: 10)
    static let idleTransactionTimeout = SettingKey(
        "idle-transaction-timeout",
        "Seconds a transaction may sit idle before the server ends it.",
        fallback: 60
    )
    static let allowUnsafeDurability = SettingKey(
        "allow-unsafe-durability",
        "Accept a server with fsync, full_page_writes or synchronous_commit off: votes can then be lost.",
        fallback: false
    )
    static let migrations = SettingKey<String>(
        "migrations",
        "Directory with the NNNN_name.sql files. Default: those shipped with this binary."
    )

    // The server.
    static let host = SettingKey("host", "Address to listen on; 0.0.0.0 for all.", fallback: "127.0.0.1")
    static let port = SettingKey("port", "TCP port to listen on; 0 takes a free one.", fallback: 8080)
    static let pages = SettingKey<String>(
        "pages",
        "Directory with the static pages. Default: those shipped with this binary."
    )
    static let maximumBodyBytes = SettingKey("maximum-body-bytes", "Largest request body taken.", fallback: 65_536)
    static let maximumHeaderBytes = SettingKey(
        "maximum-header-bytes",
        "Largest request header taken.",
        fallback: 16_384
    )
    static let adminHost = SettingKey("admin-host", "Address that metrics and health listen on.", fallback: "127.0.0.1")
    static let adminPort = SettingKey<Int>(
        "admin-port",
        "TCP port of metrics (/metrics) and health for operators; 0 takes a free one. Default: none is opened."
    )
    static let voteTimeout = SettingKey(
        "vote-timeout",
        "Seconds a vote waits for the database before its sender is told to send it again.",
        fallback: 5
    )
    static let readyWithin = SettingKey(
        "ready-within",
        "Seconds the board may be behind the log, or the database silent, while the server calls itself ready.",
        fallback: 5
    )
    static let maximumStreams = SettingKey(
        "maximum-streams",
        "Most clients that listen to the board's stream of events at once.",
        fallback: 2_000
    )
    static let trustedProxies = SettingKey<String>(
        "trusted-proxies",
        "Addresses and networks (10.0.0.0/8,::1) whose X-Forwarded-For is believed. Default: none."
    )
    static let requestTimeout = SettingKey("request-timeout", "Seconds a request may take.", fallback: 30)
    static let idleTimeout = SettingKey("idle-timeout", "Seconds a silent connection is kept.", fallback: 60)
    static let shutdownTimeout = SettingKey(
        "shutdown-timeout",
        "Seconds after which a server that was told to stop no longer waits for requests and votes in progress.",
        fallback: 60
    )
    static let secureCookies = SettingKey(
        "secure-cookies",
        "Mark the voter's cookie as for HTTPS only; set it when the arena is served over TLS.",
        fallback: false
    )

    // The arena.
    static let ticketLifetime = SettingKey(
        "ticket-lifetime",
        "Seconds after which a battle that was served can no longer be voted on.",
        fallback: 43_200
    )
    static let pollInterval = SettingKey(
        "poll-interval",
        "Milliseconds between looks for votes taken by other instances.",
        fallback: 100
    )
    static let publishInterval = SettingKey(
        "publish-interval",
        "Least milliseconds between two publications of the board.",
        fallback: 200
    )
    static let empty = SettingKey(
        "empty",
        "Start without the sample content, which is otherwise offered while a private database is empty.",
        fallback: false
    )
}
