import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite struct FailureTests {
    @Test func cancelledQueryLeavesTheConnectionUsable() async throws {
        try await withConnection { connection in
            for delay in [0, 1, 5, 100] {
                let task = Task { await postgresError { try await connection.query("SELECT pg_sleep(60)") } }
                try await Task.sleep(for: .milliseconds(delay))
                task.cancel()
                #expect(await task.value?.code == .cancelled)
                // The request must never hit a later command.
                for number in 0..<20 { #expect(try await connection.number("SELECT \(number)") == number) }
            }
        }
    }

    @Test func cancelledStreamsAndCopiesLeaveTheConnectionUsable() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE t (a int)")
            let stream = Task {
                await postgresError {
                    try await connection.forEachRow(of: "SELECT generate_series(1, 100000000)") { _ in }
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            stream.cancel()
            #expect(await stream.value?.code == .cancelled)
            let copy = Task {
                await postgresError {
                    try await connection.copyIn("COPY t FROM STDIN") { writer in
                        while true { try await writer.write(Array("1\n2\n3\n".utf8)) }
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(100))
            copy.cancel()
            #expect(await copy.value?.code == .cancelled)
            let pipeline = Task {
                await postgresError { _ = try await connection.pipeline(["SELECT 1", "SELECT pg_sleep(60)"]) }
            }
            try await Task.sleep(for: .milliseconds(100))
            pipeline.cancel()
            #expect(await pipeline.value?.code == .cancelled)
            #expect(try await connection.number("SELECT count(*) FROM t") == 0)
        }
    }

    @Test func waitingCommandCanBeCancelled() async throws {
        try await withConnection { connection in
            let long = Task { await postgresError { try await connection.query("SELECT pg_sleep(60)") } }
            try await Task.sleep(for: .milliseconds(50))
            let waiting = Task { await postgresError { try await connection.query("SELECT 1") } }
            try await Task.sleep(for: .milliseconds(50))
            waiting.cancel()
            #expect(await waiting.value?.code == .cancelled)
            long.cancel()
            #expect(await long.value?.code == .cancelled)
        }
    }

    @Test func timeoutsAreServerErrors() async throws {
        // Each limit on a connection of its own: on a busy machine an innocent statement may take longer than one of them.
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { configuration in
            configuration.statementTimeout = .milliseconds(100)
        } _: { connection in
            let slow = await postgresError { try await connection.query("SELECT pg_sleep(60)") }
            #expect(slow?.code == .server && slow?.sqlState == .queryCanceled)
        }
        try await withConnection(database.connectionString) { other in
            try await other.query("CREATE TABLE t (a int)")
            try await other.withTransaction { other in
                try await other.query("LOCK TABLE t")
                try await withConnection(database.connectionString) { configuration in
                    configuration.lockTimeout = .milliseconds(50)
                } _: { connection in
                    let locked = await postgresError { try await connection.query("SELECT * FROM t") }
                    #expect(locked?.sqlState == .lockNotAvailable && locked?.isRetryable == true)
                }
            }
        }
        try await withConnection(database.connectionString) { configuration in
            configuration.idleInTransactionTimeout = .milliseconds(100)
        } _: { connection in
            let idle = await #expect(throws: PostgresTransactionError.self) {
                try await connection.withTransaction { _ in try await Task.sleep(for: .seconds(1)) }
            }
            #expect(idle?.commitError?.isConnectionFailure == true)
            #expect(connection.isBroken)
        }
    }

    @Test func aServerThatFallsSilentIsGivenUp() async throws {
        try await withConnection { configuration in
            configuration.silenceLimit = .milliseconds(300)
        } _: { connection in
            let start = ContinuousClock.now
            let error = await postgresError { try await connection.query("SELECT pg_sleep(60)") }
            #expect(error?.isConnectionFailure == true)
            #expect(error?.description.contains("silent") == true)
            #expect(start.duration(to: .now) < .seconds(30) && connection.isBroken)
        }
    }

    @Test func whatALostConnectionLeftBehindCanBeEnded() async throws {
        try await withConnection { living in
            try await withConnection { lost in
                let backend = await lost.backend
                let running = Task { await postgresError { try await lost.query("SELECT pg_sleep(60)") } }
                try await Task.sleep(for: .milliseconds(100))
                #expect(try await living.end(backend, patience: .seconds(10)))
                #expect(await running.value?.sqlState == .adminShutdown)
                // Who is gone is not looked for again, and another that has its number by now is left alone.
                #expect(try await living.end(backend, patience: .seconds(10)))
            }
        }
    }

    @Test func aPoolMakesDoWithTheConnectionsThatTheServerTakes() async throws {
        var options = TestCluster.Options()
        options.settings = ["max_connections": "6", "superuser_reserved_connections": "0", "max_wal_senders": "0"]
        let cluster = try await TestCluster.start(options)
        var configuration = PostgresPoolConfiguration(
            connection: try PostgresConfiguration(connectionString: cluster.connectionString())
        )
        configuration.size = 20
        configuration.waitTimeout = .seconds(30)
        try await withPool(configuration) { pool in
            let errors = await withTaskGroup(of: PostgresError?.self) { group in
                for _ in 0..<100 {
                    group.addTask { await postgresError { try await pool.query("SELECT pg_sleep(0.01)") } }
                }
                return await group.reduce(into: [PostgresError]()) { if let error = $1 { $0.append(error) } }
            }
            #expect(errors.isEmpty, "\(errors.first.map(String.init(describing:)) ?? "")")
        }
        try await cluster.stop()
    }

    @Test func terminatedBackendIsTold() async throws {
        try await withConnection { connection in
            let process = connection.backendProcessID
            let running = Task { await postgresError { try await connection.query("SELECT pg_sleep(60)") } }
            try await Task.sleep(for: .milliseconds(100))
            try await TestCluster.shared().terminateBackend(process)
            let error = await running.value
            #expect(error?.code == .connectionLost && error?.sqlState == .adminShutdown)
            #expect(error?.isConnectionFailure == true && connection.isBroken)
            #expect(await postgresError { try await connection.query("SELECT 1") }?.isConnectionFailure == true)
        }
        try await withConnection { connection in
            try await TestCluster.shared().terminateBackend(connection.backendProcessID)
            // The loop reads the server's farewell by itself.
            while !connection.isBroken { try await Task.sleep(for: .milliseconds(5)) }
            #expect(await postgresError { try await connection.query("SELECT 1") }?.code == .connectionLost)
        }
    }

    @Test func crashedServerIsToldAndPoolRecovers() async throws {
        let cluster = try await TestCluster.start()
        var configuration = PostgresPoolConfiguration(
            connection: try PostgresConfiguration(connectionString: cluster.connectionString())
        )
        configuration.waitTimeout = .seconds(20)
        configuration.backoffLimit = .milliseconds(200)
        try await withPool(configuration) { pool in
            let running = Task { await postgresError { try await pool.query("SELECT pg_sleep(60)") } }
            while try await pool.query(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
            ).single(Int.self) == 0 { try await Task.sleep(for: .milliseconds(20)) }
            try await cluster.crash()
            #expect(await running.value?.isConnectionFailure == true)
            let waiting = Task {
                while true {
                    do {
                        return try await pool.query("SELECT 42").single(Int.self)
                    } catch let error as PostgresError where error.isConnectionFailure {
                        // A connection that was idle during the crash may be lent before its end is seen.
                        continue
                    }
                }
            }
            try await cluster.startServer()
            #expect(try await waiting.value == 42)
            #expect(try await pool.query("SELECT current_setting('fsync')").single(String.self) == "on")
        }
        try await cluster.stop()
    }
}
