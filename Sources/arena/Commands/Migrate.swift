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
                for migration in applied { Console.result("applied \(migration.label)\n") }
                if applied.isEmpty { Console.result("The schema is up to date.\n") }
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
                for line in lines { Console.result("\(line)\n") }
                try await migrator.verify(on: connection)
            }
        }
    }

    private static func withConnection(
        _ database: DatabaseOptions,
        _ common: CommonOptions,
        _ body: (Migrator, PostgresConnection) async throws -> Void
    ) async throws {
        let setup = try await CommandSetup(database, common)
        let (settings, logger) = (setup.database, setup.logger)
        let migrator = try Database.migrator(settings)
        let (origin, url) = try await Database.locate(settings, purpose: "arena migrate", sharing: true, logger: logger)
        func stop() async {
            if case .own(let cluster) = origin { await cluster.stop() }
        }
        do {
            var configuration = try PostgresConfiguration(connectionString: url)
            configuration.applicationName = "arena migrate"
            configuration.allowUnsafeDurability = settings.allowsUnsafeDurability
            // A migration may take as long as it takes.
            configuration.statementTimeout = .zero
            let connection = try await PostgresConnection.connect(configuration: configuration, logger: logger)
            do {
                try await body(migrator, connection)
            } catch {
                await connection.close()
                throw error
            }
            await connection.close()
        } catch {
            await stop()
            throw error
        }
        await stop()
    }
}
