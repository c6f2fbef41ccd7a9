import ArenaCore
import ArenaStore
import Foundation
import Logging
import Migrations
import Postgres
import PostgresTestSupport
import Ranking

/// A database with models and content, to which battles are added as need be.
struct BenchDatabase {
    /// Two models' responses to one prompt.
    struct Pair {
        let prompt: Identifier<Prompt>
        let responses: (Identifier<Response>, Identifier<Response>)
        let models: (ModelID, ModelID)
    }

    let connectionString: String
    let modelCount: Int
    /// What tickets are made for.
    let pairs: [Pair]

    private static let logger = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    private static let promptCount = 20

    /// A database of its own on the cluster.
    static func make(on cluster: TestCluster, models count: Int) async throws -> BenchDatabase {
        let database = try await cluster.makeDatabase()
        let connection = try await connect(database.connectionString)
        _ = try await Migrator(migrations: try Migration.load(directory: Migrations.directory.path)).apply(
            on: connection
        )
        let writer = CatalogueWriter(stream: .main, source: "bench")
        let names = (0..<count).map(SyntheticBattles.name)
        var pairs: [Pair] = []
        try await connection.withTransaction { connection in
            let stored = try await writer.store(
                models: names.map { CatalogueWriter.NewModel(name: $0) },
                on: connection
            )
            let prompts = (1...promptCount).map { number in
                Prompt(messages: [PromptMessage(role: "user", content: "Question \(number)?")], language: "en")
            }
            _ = try await writer.store(prompts: prompts, on: connection)
            for prompt in prompts {
                let responses = names.compactMap { name in
                    stored.ids[ExactName(name)].map { id in
                        CatalogueWriter.NewResponse(
                            prompt: prompt.id,
                            model: id,
                            modelName: name,
                            messages: ["\(name) answers."]
                        )
                    }
                }
                _ = try await writer.store(responses: responses, on: connection)
                for place in 0..<200 {
                    let a = responses[(place * 7) % count]
                    let b = responses[(place * 7 + 1 + place % (count - 1)) % count]
                    pairs.append(Pair(prompt: prompt.id, responses: (a.id, b.id), models: (a.model, b.model)))
                }
            }
            try await writer.announce(on: connection)
        }
        await connection.close()
        return BenchDatabase(connectionString: database.connectionString, modelCount: count, pairs: pairs)
    }

    /// Runs a statement.
    func execute(_ query: PostgresQuery) async throws {
        let connection = try await Self.connect(connectionString)
        _ = try await connection.query(query)
        await connection.close()
    }

    /// A key that the arena made when it first started.
    func secret(_ name: String) async throws -> [UInt8] {
        let connection = try await Self.connect(connectionString)
        let secret = try await connection.query("SELECT value FROM secret WHERE name = \(name)").single([UInt8].self)
        await connection.close()
        return secret
    }

    /// What tables of battles take on disk, per battle, in bytes.
    func bytesPerBattle() async throws -> Int {
        let connection = try await Self.connect(connectionString)
        let bytes = try await connection.query(
            "SELECT pg_total_relation_size('battle') / greatest(1, (SELECT count(*) FROM battle))"
        ).single(Int64.self)
        await connection.close()
        return Int(bytes)
    }

    /// Imports synthetic battles with the arena's own command.
    func load(_ battles: Int, seed: UInt64) async throws {
        let file = Tool.scratch.appending(path: "battles-\(seed).csv")
        try SyntheticBattles.write(battles, models: modelCount, seed: seed, to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let arguments = ["import", file.path, "--database-url", connectionString]
        _ = try await Tool.run(Tool.products.appending(path: "arena").path, arguments)
    }

    private static func connect(_ string: String) async throws -> PostgresConnection {
        var configuration = try PostgresConfiguration(connectionString: string)
        configuration.statementTimeout = .seconds(600)
        return try await PostgresConnection.connect(configuration: configuration, logger: logger)
    }
}
