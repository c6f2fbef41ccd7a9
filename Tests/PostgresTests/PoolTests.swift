import Foundation
import Logging
import Postgres
import PostgresTestSupport
import ServiceLifecycle
import Testing

/// Runs a pool while the body runs.
func withPool<Value: Sendable>(
    _ configuration: PostgresPoolConfiguration,
    _ body: @Sendable (PostgresPool) async throws -> Value
) async throws -> Value {
    let pool = PostgresPool(configuration: configuration, logger: quiet)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await pool.run() }
        let result: Result<Value, any Error>
        do { result = .success(try await body(pool)) } catch { result = .failure(error) }
        group.cancelAll()
        return try result.get()
    }
}

@Suite struct PoolTests {
    private func configuration(_ change: (inout PostgresPoolConfiguration) -> Void) async throws
        -> PostgresPoolConfiguration
    {
        let text = try await TestCluster.shared().connectionString()
        var configuration = PostgresPoolConfiguration(connection: try PostgresConfiguration(connectionString: text))
        change(&configuration)
        return configuration
    }

    @Test func lendsNoMoreThanItsSize() async throws {
        try await withPool(try await configuration { $0.size = 3 }) { pool in
            let processes = try await withThrowingTaskGroup(of: Int32.self) { group in
                for _ in 0..<60 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            #expect(pool.counts.leased <= 3)
                            try await connection.query("SELECT pg_sleep(0.002)")
                            return connection.backendProcessID
                        }
                    }
                }
                return try await group.reduce(into: Set<Int32>()) { $0.insert($1) }
            }
            #expect((1...3).contains(processes.count))
            #expect(pool.counts.leased == 0 && pool.counts.waiting == 0)
        }
    }

    @Test func waitersTimeOutAndAreBounded() async throws {
        let small = try await configuration {
            $0.size = 1
            $0.maximumWaiters = 1
            $0.waitTimeout = .seconds(10)
        }
        try await withPool(small) { pool in
            try await pool.withConnection { _ in
                async let waiting = postgresError { try await pool.query("SELECT 1") }
                while pool.counts.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
                let refused = await postgresError { try await pool.query("SELECT 1") }
                #expect(refused?.code == .poolTimeout && refused?.message.contains("limit") == true)
                let late = await waiting
                #expect(late?.code == .poolTimeout && late?.message.contains("10.0 s") == true)
            }
            #expect(try await pool.query("SELECT 1").single(Int.self) == 1)
        }
    }

    @Test func cancelledWaiterLeavesTheQueue() async throws {
        try await withPool(try await configuration { $0.size = 1 }) { pool in
            try await pool.withConnection { _ in
                let waiting = Task { await postgresError { try await pool.query("SELECT 1") } }
                while pool.counts.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
                waiting.cancel()
                #expect(await waiting.value?.code == .cancelled)
                #expect(pool.counts.waiting == 0)
            }
        }
    }

    @Test func absentServerIsNamedInTheError() async throws {
        var absent = PostgresPoolConfiguration(
            connection: try PostgresConfiguration(connectionString: "host=/nonexistent dbname=x")
        )
        absent.waitTimeout = .seconds(15)
        try await withPool(absent) { pool in
            let error = await postgresError { try await pool.query("SELECT 1") }
            #expect(error?.code == .connectionFailed)
            #expect(error.map { "\($0)" }?.contains("/nonexistent") == true)
        }
    }

    @Test func uncleanConnectionsAreNotLentAgain() async throws {
        try await withPool(try await configuration { $0.size = 1 }) { pool in
            let first = try await pool.withConnection { connection in
                try await connection.query("BEGIN")
                return connection.backendProcessID
            }
            let second = try await pool.withConnection { connection in
                #expect(!connection.isInTransaction)
                _ = try await connection.listen("x")
                return connection.backendProcessID
            }
            let third = try await pool.withConnection { $0.backendProcessID }
            #expect(Set([first, second, third]).count == 3)
        }
    }

    @Test func brokenIdleConnectionsAreReplaced() async throws {
        let checking = try await configuration {
            $0.size = 1
            $0.checkAfterIdle = .zero
        }
        try await withPool(checking) { pool in
            let process = try await pool.withConnection { $0.backendProcessID }
            try await TestCluster.shared().terminateBackend(process)
            #expect(try await pool.query("SELECT 1").single(Int.self) == 1)
        }
    }

    @Test func minimumIsKeptAndSurplusGoes() async throws {
        let shrinking = try await configuration {
            $0.size = 4
            $0.minimumConnections = 1
            $0.idleTimeout = .milliseconds(100)
        }
        try await withPool(shrinking) { pool in
            while pool.counts.idle < 1 { try await Task.sleep(for: .milliseconds(5)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await pool.query("SELECT pg_sleep(0.1)") } }
                try await group.waitForAll()
            }
            // One that is still being made counts, too, so that for a moment none may be idle.
            var settled = PoolCounts()
            settled.idle = 1
            while pool.counts != settled { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(300))
            #expect(pool.counts == settled)
        }
    }

    @Test func drainsOnGracefulShutdown() async throws {
        let pool = PostgresPool(configuration: try await configuration { $0.size = 2 }, logger: quiet)
        let services = ServiceGroup(services: [pool], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            try await pool.withConnection { connection in
                await services.triggerGracefulShutdown()
                while await postgresError({ try await pool.query("SELECT 1") })?.code != .poolClosed {
                    try await Task.sleep(for: .milliseconds(5))
                }
                #expect(try await connection.number("SELECT 3") == 3)
            }
            try await group.waitForAll()
        }
        #expect(pool.counts == PoolCounts())
        await #expect(throws: PostgresError.self) { try await pool.run() }
    }

    @Test func drainHasALimit() async throws {
        let impatient = try await configuration { $0.drainTimeout = .milliseconds(100) }
        let pool = PostgresPool(configuration: impatient, logger: quiet)
        let services = ServiceGroup(services: [pool], logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            let error = await postgresError {
                try await pool.withConnection { connection in
                    await services.triggerGracefulShutdown()
                    try await connection.query("SELECT pg_sleep(60)")
                }
            }
            #expect(error?.code == .connectionClosed)
            try await group.waitForAll()
        }
    }
}
