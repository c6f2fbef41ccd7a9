import ArenaCore
import ArenaStore
import Foundation
import Logging
import Migrations
import Postgres
import PostgresTestSupport

/// A migrated database of its own for each test, with a pool on it.
struct StoreBench: Sendable {
    let connectionString: String
    /// The database's name on the shared server.
    let database: String
    let pool: PostgresPool

    var log: PostgresBattleLog { PostgresBattleLog(pool: pool) }
    var catalogues: PostgresCatalogueStore { PostgresCatalogueStore(pool: pool) }

    static let logger = {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }()

    /// Migrated once; each test gets a copy.
    private static let template = Task {
        let database = try await TestCluster.shared().makeDatabase()
        let connection = try await PostgresConnection.connect(
            configuration: PostgresConfiguration(connectionString: database.connectionString),
            logger: logger
        )
        let migrator = try Migrator(migrations: try Migration.load(directory: Migrations.directory.path))
        _ = try await migrator.apply(on: connection)
        await connection.close()
        return database.name
    }

    /// Runs `body` on a database of its own.
    ///
    /// - Parameter sessionScript: what its connections begin with.
    static func with(sessionScript: String = "", _ body: (StoreBench) async throws -> Void) async throws {
        let database = try await TestCluster.shared().makeDatabase(template: try await template.value)
        var configuration = try PostgresConfiguration(connectionString: database.connectionString)
        configuration.sessionScript = sessionScript
        let pool = PostgresPool(configuration: PostgresPoolConfiguration(connection: configuration), logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            defer { group.cancelAll() }
            try await body(StoreBench(connectionString: database.connectionString, database: database.name, pool: pool))
        }
    }

    /// Registers models and gives their numbers.
    func models(_ names: [String], in stream: ArenaCore.Stream = .main) async throws -> [ModelID] {
        let writer = CatalogueWriter(stream: stream, source: "test")
        let stored = try await pool.withTransaction { connection in
            try await writer.store(models: names.map { CatalogueWriter.NewModel(name: $0) }, on: connection)
        }
        return names.compactMap { stored.ids[ExactName($0)] }
    }

    /// A prompt that each of the models has answered.
    func prompt(_ text: String, answeredBy models: [(ModelID, String)], in stream: ArenaCore.Stream = .main)
        async throws
        -> (prompt: Prompt, responses: [Identifier<Response>])
    {
        let prompt = Prompt(messages: [PromptMessage(role: "user", content: text)], language: "en")
        let writer = CatalogueWriter(stream: stream, source: "test")
        let responses = models.map { id, name in
            CatalogueWriter.NewResponse(prompt: prompt.id, model: id, modelName: name, messages: ["\(name) on \(text)"])
        }
        try await pool.withTransaction { connection in
            _ = try await writer.store(prompts: [prompt], on: connection)
            _ = try await writer.store(responses: responses, on: connection)
            try await writer.announce(on: connection)
        }
        return (prompt, responses.map(\.id))
    }
}
