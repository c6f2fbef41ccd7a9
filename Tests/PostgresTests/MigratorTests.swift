import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite struct MigratorTests {
    private let first = Migration(version: 1, name: "first", sql: "CREATE TABLE one (a int); SELECT 1;")
    private let second = Migration(version: 2, name: "second", sql: "CREATE TABLE two (a int)")

    private func migrationError(_ body: () async throws -> Void) async -> MigrationError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? MigrationError
        }
    }

    private func withDatabase(_ body: (PostgresConnection, String) async throws -> Void) async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { try await body($0, database.connectionString) }
    }

    @Test func appliesOnceAndTells() async throws {
        try await withDatabase { connection, _ in
            let one = try Migrator(migrations: [first])
            let both = try Migrator(migrations: [second, first])
            #expect(try await both.status(on: connection).pending == [first, second])
            #expect(try await one.apply(on: connection) == [first])
            #expect(await migrationError { try await both.verify(on: connection) }?.code == .behind)
            #expect(try await both.apply(on: connection) == [second])
            #expect(try await both.apply(on: connection).isEmpty)
            try await both.verify(on: connection)
            let status = try await both.status(on: connection)
            #expect(status.isCurrent && status.applied.map(\.label) == ["0001_first", "0002_second"])
            #expect(status.applied.first?.checksum == first.checksum && first.checksum.count == 32)
        }
    }

    @Test func modifiedAndMissingAreNamed() async throws {
        try await withDatabase { connection, _ in
            _ = try await Migrator(migrations: [first, second]).apply(on: connection)
            let changed = Migration(version: 2, name: "second", sql: second.sql + " ")
            let modified = try Migrator(migrations: [first, changed])
            for error in [
                await migrationError { try await modified.verify(on: connection) },
                await migrationError { _ = try await modified.apply(on: connection) },
            ] {
                #expect(error?.code == .modified && error?.versions == [2])
                #expect(error?.message.contains("0002_second") == true)
            }
            let older = try Migrator(migrations: [first])
            let missing = await migrationError { try await older.verify(on: connection) }
            #expect(missing?.code == .missing && missing?.message.contains("0002_second") == true)
            #expect(await migrationError { _ = try await older.apply(on: connection) }?.code == .missing)
        }
    }

    @Test func failingMigrationLeavesNothing() async throws {
        try await withDatabase { connection, _ in
            let broken = Migration(version: 2, name: "broken", sql: "CREATE TABLE two (a int); SELECT 1 / 0")
            let error = await migrationError {
                _ = try await Migrator(migrations: [first, broken]).apply(on: connection)
            }
            #expect(error?.code == .failed && error?.versions == [2])
            #expect((error?.underlying as? PostgresError)?.sqlState == .divisionByZero)
            let isGone = try await connection.query("SELECT to_regclass('two') IS NULL").single(Bool.self)
            #expect(isGone)
            #expect(try await connection.number("SELECT count(*) FROM schema_migration") == 1)
            let ending = Migration(version: 2, name: "ending", sql: "COMMIT")
            let ended = await migrationError {
                _ = try await Migrator(migrations: [first, ending]).apply(on: connection)
            }
            #expect(ended?.message.contains("COMMIT") == true)
            #expect(try await Migrator(migrations: [first, second]).apply(on: connection) == [second])
        }
    }

    @Test func twoAtOnceApplyOnce() async throws {
        try await withDatabase { _, text in
            let slow = Migration(version: 1, name: "slow", sql: "SELECT pg_sleep(0.2); CREATE TABLE one (a int)")
            let migrator = try Migrator(migrations: [slow, second])
            let counts = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<3 {
                    group.addTask { try await withConnection(text) { try await migrator.apply(on: $0).count } }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(counts.sorted() == [0, 0, 2])
        }
    }

    @Test func lockIsWaitedForUpToALimit() async throws {
        try await withDatabase { connection, text in
            try await withConnection(text) { other in
                let long = Migration(version: 1, name: "long", sql: "SELECT pg_sleep(60)")
                let holder = Task { try await Migrator(migrations: [long]).apply(on: other) }
                // Of this database alone: other tests have theirs on the same server.
                let locks: PostgresQuery = """
                    SELECT count(*) FROM pg_locks JOIN pg_database ON database = pg_database.oid
                    WHERE locktype = 'advisory' AND granted AND datname = current_database()
                    """
                while try await connection.number(locks) == 0 {
                    try await Task.sleep(for: .milliseconds(10))
                }
                let impatient = try Migrator(migrations: [first], lockTimeout: .milliseconds(200))
                #expect(await migrationError { _ = try await impatient.apply(on: connection) }?.code == .locked)
                holder.cancel()
                _ = try? await holder.value
                // Cancelled and rolled back, and the lock is free again.
                #expect(try await Migrator(migrations: [first]).apply(on: connection) == [first])
            }
        }
    }

    @Test func filesAreReadInOrderAndBadOnesRefused() throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("migrations-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in ["0002_b_2.sql": "SELECT 2", "0001_a.sql": "SELECT 1", "README.md": "no"] {
            try Data(text.utf8).write(to: directory.appendingPathComponent(name))
        }
        let loaded = try Migration.load(directory: directory.path)
        #expect(loaded.map(\.label) == ["0001_a", "0002_b_2"] && loaded.map(\.sql) == ["SELECT 1", "SELECT 2"])
        #expect(throws: MigrationError.self) { try Migration.load(directory: directory.path + "/none") }
        let bad = [
            ["0002_a.sql"], ["0001_a.sql", "0001_b.sql"], ["1_a.sql"], ["0001.sql"], ["0001_A.sql"], ["0000_a.sql"],
        ]
        for names in bad {
            #expect(throws: MigrationError.self) {
                try Migration.load(files: names.map { ($0, Array("SELECT 1".utf8)) })
            }
        }
        #expect(throws: MigrationError.self) { try Migration.load(files: [("0001_a.sql", [0xFF])]) }
    }
}
