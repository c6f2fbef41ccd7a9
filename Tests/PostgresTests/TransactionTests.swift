import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite struct TransactionTests {
    struct Stop: Error {}

    private func withTable(_ body: (PostgresConnection, String) async throws -> Void) async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY IMMEDIATE)")
            try await body(connection, database.connectionString)
        }
    }

    private func failure(_ body: () async throws -> Void) async -> PostgresTransactionError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? PostgresTransactionError
        }
    }

    @Test func commitsAndRollsBack() async throws {
        try await withTable { connection, _ in
            let value = try await connection.withTransaction { connection in
                try await connection.query("INSERT INTO t VALUES (1)")
                #expect(connection.isInTransaction)
                return 7
            }
            #expect(value == 7 && !connection.isInTransaction)
            let error = await failure {
                try await connection.withTransaction { connection in
                    try await connection.query("INSERT INTO t VALUES (2)")
                    throw Stop()
                }
            }
            #expect(error?.bodyError is Stop && error?.rollbackError == nil && error?.isCommitOutcomeUnknown == false)
            #expect(try await connection.number("SELECT count(*) FROM t") == 1)
        }
    }

    @Test func isolationAndReadOnlyAreSet() async throws {
        try await withTable { connection, _ in
            for level in PostgresIsolationLevel.allCases {
                let shown = try await connection.withTransaction(isolation: level) {
                    try await $0.query("SELECT current_setting('transaction_isolation')").single(String.self)
                }
                #expect(shown == level.rawValue.lowercased())
            }
            let error = await failure {
                _ = try await connection.withTransaction(readOnly: true) {
                    try await $0.query("INSERT INTO t VALUES (1)")
                }
            }
            #expect(error?.postgresError?.sqlState == .readOnlySQLTransaction)
        }
    }

    @Test func beginErrorIsKeptApart() async throws {
        try await withTable { connection, _ in
            try await connection.query("BEGIN")
            let byHand = await failure { try await connection.withTransaction { _ in } }
            #expect(byHand?.beginError?.code == .protocolMisuse)
            try await connection.query("ROLLBACK")
            let nested = await failure {
                try await connection.withTransaction { try await $0.withTransaction { _ in } }
            }
            #expect((nested?.bodyError as? PostgresTransactionError)?.beginError?.code == .protocolMisuse)
            await connection.close()
            let closed = await failure { try await connection.withTransaction { _ in } }
            #expect(closed?.beginError?.code == .connectionClosed)
        }
    }

    @Test func commitErrorIsKeptApart() async throws {
        try await withTable { connection, _ in
            let deferred = await failure {
                try await connection.withTransaction { connection in
                    try await connection.execute(script: "SET CONSTRAINTS ALL DEFERRED")
                    try await connection.query("INSERT INTO t VALUES (1), (1)")
                }
            }
            #expect(deferred?.commitError?.sqlState == .uniqueViolation && deferred?.isCommitOutcomeUnknown == false)
            let swallowed = await failure {
                try await connection.withTransaction { connection in
                    try await connection.query("INSERT INTO t VALUES (5)")
                    _ = await postgresError { try await connection.query("SELECT 1 / 0") }
                }
            }
            #expect(swallowed?.commitError?.code == .transactionAborted)
            #expect(swallowed?.isCommitOutcomeUnknown == false)
            let count = try await connection.number("SELECT count(*) FROM t")
            #expect(count == 0)
        }
    }

    @Test func lostConnectionIsTold() async throws {
        try await withTable { connection, _ in
            let process = connection.backendProcessID
            let error = await failure {
                try await connection.withTransaction { _ in try await TestCluster.shared().terminateBackend(process) }
            }
            // The connection was found dead before COMMIT was sent, so that nothing can have been committed.
            #expect(error?.commitError?.isConnectionFailure == true && error?.isCommitOutcomeUnknown == false)
        }
        try await withTable { connection, _ in
            let process = connection.backendProcessID
            let error = await failure {
                try await connection.withTransaction { connection in
                    try await TestCluster.shared().terminateBackend(process)
                    try await connection.query("SELECT 1")
                }
            }
            #expect((error?.bodyError as? PostgresError)?.code == .connectionLost && error?.rollbackError != nil)
        }
    }

    @Test func outcomeOfAnInterruptedCommitIsUnknown() async throws {
        try await withTable { connection, text in
            // A deferred trigger makes COMMIT itself take long, so that the connection can be lost during it.
            try await connection.execute(
                script: """
                    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN PERFORM pg_sleep(60); RETURN NULL; END $$;
                    CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
                        FOR EACH ROW EXECUTE FUNCTION slow();
                    """
            )
            let process = connection.backendProcessID
            async let killed: Void = withConnection(text) { other in
                while try await other.number(
                    "SELECT count(*) FROM pg_stat_activity WHERE pid = \(process) AND wait_event = 'PgSleep'"
                ) == 0 { try await Task.sleep(for: .milliseconds(20)) }
                try await TestCluster.shared().terminateBackend(process)
            }
            let error = await failure {
                _ = try await connection.withTransaction { try await $0.query("INSERT INTO t VALUES (1)") }
            }
            try await killed
            #expect(error?.isCommitOutcomeUnknown == true && error?.isRetryable == false)
            #expect(error?.commitError?.code == .connectionLost && error?.commitError?.sqlState == .adminShutdown)
        }
    }

    @Test func otherTasksWaitForTheTransaction() async throws {
        try await withTable { connection, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        try await connection.withTransaction { connection in
                            try await connection.query("INSERT INTO t VALUES (\(number))")
                            await Task.yield()
                            #expect(connection.isInTransaction)
                            try await connection.query("UPDATE t SET a = a + 100 WHERE a = \(number)")
                        }
                    }
                    group.addTask { _ = try await connection.number("SELECT count(*) FROM t") }
                }
                try await group.waitForAll()
            }
            #expect(try await connection.number("SELECT count(*) FROM t WHERE a >= 100") == 20)
        }
    }

    @Test func cancelledTransactionRollsBackAndFreesTheConnection() async throws {
        try await withTable { connection, _ in
            let task = Task {
                await failure {
                    try await connection.withTransaction { connection in
                        try await connection.query("INSERT INTO t VALUES (1)")
                        try await connection.query("SELECT pg_sleep(60)")
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(200))
            task.cancel()
            let error = await task.value
            #expect(error?.postgresError?.code == .cancelled && error?.rollbackError == nil)
            #expect(!connection.isInTransaction)
            let count = try await connection.number("SELECT count(*) FROM t")
            #expect(count == 0)
        }
    }

    @Test func serializationFailureIsRetryable() async throws {
        try await withTable { first, text in
            try await first.query("INSERT INTO t VALUES (1)")
            try await withConnection(text) { second in
                let error = await failure {
                    try await first.withTransaction(isolation: .repeatableRead) { first in
                        _ = try await first.number("SELECT count(*) FROM t")
                        try await second.query("UPDATE t SET a = 2")
                        try await first.query("UPDATE t SET a = 3")
                    }
                }
                #expect(error?.postgresError?.sqlState == .serializationFailure && error?.isRetryable == true)
            }
        }
    }
}
