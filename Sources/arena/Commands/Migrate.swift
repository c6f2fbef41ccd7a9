import ArgumentParser
import Foundation
import Postgres
import PrivatePostgres

/// `arena migrate`: brings the schema up to date, or says how it stands.
struct Migrate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring the database's schema up to date, or say how it stands.",
        subcommands: [Apply.self, Status.self],
        defaultSubcommand: Status.self
    )

    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Apply the migrations that are missing, each in one transaction."
        )
        @OptionGroup(title: "Database") var database: DatabaseOptions
        @OptionGroup(title: "Common") var common: CommonOptions

        func run() async throws {
            try await Migrate.withConnection(database, common) { migrator, connection in
                let applied = try await migrator.apply(on: connection)
                for migration in applied { try Console.result("applied \(migration.label)\n") }
                if applied.isEmpty { try Console.result("The schema is up to date.\n") }
            }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the migrations and whether each is applied; fails when the schema is behind or modified."
        )
        @OptionGroup(title: "Database") var database: DatabaseOptions
        @OptionGroup(title: "Common") var common: CommonOptions

        func run() async throws {
            try await Migrate.withConnection(database, common) { migrator, connection in
                let status = try await migrator.status(on: connection)
                let lines =
                    status.applied.map { "applied   \($0.label)  \($0.appliedAt.formatted(.iso8601))" }
                    + status.modified.map { "modified  \($0.label)" }
                    + status.missing.map { "missing   \($0.label)" }
                    + status.pending.map { "pending   \($0.label)" }
                for line in lines { try Console.result("\(line)\n") }
                try await migrator.verify(on: connection)
            }
        }
    }

    private static func withConnection(
        _ database: DatabaseOptions,
        _ common: CommonOptions,
        _ body: @escaping @Sendable (Migrator, PostgresConnection) async throws -> Void
    ) async throws {
        let setup = try await CommandSetup(database, common)
        let migrator = try Database.migrator(setup.database)
        try await Interruption.heeded {
            let (origin, url) = try await Database.locate(
                setup.database,
                purpose: "arena migrate",
                sharing: true,
                creating: false,
                logger: setup.logger
            )
            let outcome = await result {
                var configuration = try PostgresConfiguration(connectionString: url)
                configuration.applicationName = "arena migrate"
                configuration.allowUnsafeDurability = setup.database.allowsUnsafeDurability
                // A migration may take as long as it takes.
                configuration.statementTimeout = .zero
                let connection = try await PostgresConnection.connect(
                    configuration: configuration,
                    logger: setup.logger
                )
                let outcome = await result { try await body(migrator, connection) }
                await connection.close()
                try outcome.get()
            }
            if case .own(let cluster) = origin { await cluster.stop() }
            try outcome.get()
        }
    }

    private static func result(_ body: () async throws -> Void) async -> Result<Void, any Error> {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
