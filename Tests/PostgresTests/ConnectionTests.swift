import Foundation
import Postgres
import PostgresTestSupport
import Testing

@Suite struct ConnectionTests {
    @Test func sessionIsSetUp() async throws {
        try await withConnection { configuration in
            configuration.applicationName = "session test"
            configuration.statementTimeout = .milliseconds(1_500)
            configuration.lockTimeout = .seconds(2)
            configuration.idleInTransactionTimeout = .seconds(3)
        } _: { connection in
            let settings = try await connection.query(
                """
                SELECT current_setting('application_name'), current_setting('statement_timeout'),
                       current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout'),
                       current_setting('TimeZone'), current_setting('client_encoding'), pg_backend_pid()
                """
            ).single(String.self, String.self, String.self, String.self, String.self, String.self, Int32.self)
            let (application, statement, lock, idle, zone, encoding, process) = settings
            #expect(application == "session test")
            #expect([statement, lock, idle] == ["1500ms", "2s", "3s"])
            #expect(zone == "UTC" && encoding == "UTF8")
            #expect(process == connection.backendProcessID)
            #expect(connection.serverVersion >= 140_000)
        }
    }

    @Test func badConnectionStringsAreRefusedWithoutQuotingThem() {
        for text in ["password=hunter2 nonsense", "postgresql://u:hunter2%zz@h/d", "hosts=hunter2", "dbname=a\0b"] {
            do {
                _ = try PostgresConfiguration(connectionString: text)
                Issue.record("accepted")
            } catch {
                #expect(error.code == .invalidConfiguration)
                #expect(!"\(error) \(error.debugDescription)".contains("hunter2"))
            }
        }
    }

    @Test func configurationNeverShowsThePassword() throws {
        let configuration = try PostgresConfiguration(connectionString: "postgresql://u:hunter2@h/d")
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!"\(configuration) \(String(reflecting: configuration)) \(dumped)".contains("hunter2"))
        #expect(configuration.value(for: "password") == nil && configuration.value(for: "dbname") == "d")
        let tricky = PostgresConfiguration.connectionString(["dbname": #"it's a \ name"#])
        #expect(try PostgresConfiguration(connectionString: tricky).value(for: "dbname") == #"it's a \ name"#)
    }

    @Test func connectFailuresSayWhereAndAreBounded() async throws {
        let nobody = "host=/nonexistent dbname=x"
        let error = await postgresError { try await withConnection(nobody) { _ in } }
        #expect(error?.code == .connectionFailed && error?.message.contains("/nonexistent") == true)
        let cluster = try await TestCluster.shared()
        let wrong = cluster.connectionString(database: "no_such_database")
        #expect(await postgresError { try await withConnection(wrong) { _ in } }?.code == .connectionFailed)
    }

    @Test func hostThatDoesNotAnswerIsPassedOver() async throws {
        // A socket that listens and never accepts: connecting succeeds, and then nothing comes.
        let silent = try SilentServer()
        defer { silent.close() }
        let cluster = try await TestCluster.shared()
        let hosts = "host=127.0.0.1,\(cluster.socketDirectory) port=\(silent.port),\(cluster.port)"
        let both = "\(hosts) user=postgres dbname=postgres"
        let one = try await withConnection(both, configure: { $0.connectTimeout = .seconds(24) }) { connection in
            try await connection.number("SELECT 1")
        }
        #expect(one == 1)
        let only = "host=127.0.0.1 port=\(silent.port) user=postgres dbname=postgres"
        let error = await postgresError {
            try await withConnection(only, configure: { $0.connectTimeout = .milliseconds(300) }) { _ in }
        }
        #expect(error?.code == .connectionFailed && error?.message.contains("connectTimeout") == true)
    }

    @Test func connectingCanBeCancelled() async throws {
        let silent = try SilentServer()
        defer { silent.close() }
        let text = "host=127.0.0.1 port=\(silent.port) user=postgres dbname=postgres"
        let task = Task {
            await postgresError {
                try await withConnection(text, configure: { $0.connectTimeout = .seconds(60) }) { _ in }
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test func unsafeDurabilityIsRefusedUnlessAllowed() async throws {
        var options = TestCluster.Options()
        options.settings = ["fsync": "off"]
        options.listensOnTCP = true
        let cluster = try await TestCluster.start(options)
        let text = cluster.connectionString(overTCP: true)
        let error = await postgresError { try await withConnection(text) { _ in } }
        #expect(error?.code == .unsafeDurability && error?.message.contains("fsync") == true)
        try await withConnection(text, configure: { $0.allowUnsafeDurability = true }) { _ in }
        let role = await postgresError {
            try await withConnection("\(text) options='-c synchronous_commit=off'") { _ in }
        }
        #expect(role?.code == .unsafeDurability)
        try await cluster.stop()
    }

    @Test func synchronousCommitLocalIsFine() async throws {
        let text = try await TestCluster.shared().connectionString() + " options='-c synchronous_commit=local'"
        try await withConnection(text) { _ in }
    }

    @Test func preparedStatementsAreKeptAndBounded() async throws {
        try await withConnection(configure: { $0.statementCacheSize = 4 }) { connection in
            func prepared() async throws -> Int {
                try await connection.number("SELECT count(*) FROM pg_prepared_statements")
            }
            _ = try await prepared()
            for _ in 1...5 { try await connection.query("SELECT \(1) + 1") }
            #expect(try await prepared() == 2)
            for column in 1...20 {
                try await connection.query("SELECT 1 AS \(identifier: "c\(column)")")
            }
            #expect(try await prepared() <= 5)
            // Same text, other types: another statement.
            #expect(try await connection.query("SELECT \(1) AS v").columns.first?.type == .int8)
            #expect(try await connection.query("SELECT \("1") AS v").columns.first?.type == .text)
        }
    }

    @Test func stalePlansArePreparedAgain() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.query("CREATE TABLE t (a int)")
            try await connection.query("INSERT INTO t VALUES (1)")
            func read() async throws -> Int { try await connection.query("SELECT * FROM t").rows.first?.count ?? 0 }
            #expect(try await read() == 1)
            try await connection.query("ALTER TABLE t ADD COLUMN b int")
            #expect(try await read() == 2)
            try await connection.execute(script: "DEALLOCATE ALL")
            #expect(try await read() == 2)
            try await connection.query("ALTER TABLE t ADD COLUMN c int")
            var columns = 0
            try await connection.forEachRow(of: "SELECT * FROM t") { columns += $0.count }
            #expect(columns == 3)
            try await connection.execute(script: "DEALLOCATE ALL")
            #expect(try await connection.pipeline(["SELECT * FROM t"]).first?.rows.first?.count == 3)
            try await connection.query("ALTER TABLE t ADD COLUMN d int")
            let inside = await #expect(throws: PostgresTransactionError.self) {
                try await connection.withTransaction { try await $0.query("SELECT * FROM t") }
            }
            #expect(inside?.postgresError?.sqlState == .featureNotSupported)
            #expect(try await read() == 4)
        }
    }

    @Test func commandsOfManyTasksTakeTurns() async throws {
        try await withConnection { connection in
            let results = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<200 {
                    group.addTask { (number, try await connection.number("SELECT \(number)")) }
                }
                var all: [(Int, Int)] = []
                for try await pair in group { all.append(pair) }
                return all
            }
            #expect(results.count == 200 && results.allSatisfy { $0.0 == $0.1 })
        }
    }

    @Test func scriptsRunSeveralStatements() async throws {
        let database = try await TestCluster.shared().makeDatabase()
        try await withConnection(database.connectionString) { connection in
            try await connection.execute(script: "CREATE TABLE a (x int); INSERT INTO a VALUES (1), (2); SELECT 1;")
            #expect(try await connection.number("SELECT count(*) FROM a") == 2)
            let error = await postgresError {
                try await connection.execute(script: "INSERT INTO a VALUES (3); SELECT 1 / 0")
            }
            #expect(error?.sqlState == .divisionByZero)
            #expect(try await connection.number("SELECT count(*) FROM a") == 2)
        }
    }

    @Test func copyThroughQueryIsRefusedAndHarmless() async throws {
        try await withConnection { connection in
            #expect(await postgresError { try await connection.query("COPY pg_class TO STDOUT") } != nil)
            let script = await postgresError { try await connection.execute(script: "COPY pg_class TO STDOUT") }
            #expect(script?.code == .protocolMisuse)
            let alive = try await connection.number("SELECT 1")
            #expect(alive == 1)
        }
    }

    @Test func closedConnectionSaysSo() async throws {
        try await withConnection { connection in
            await connection.close()
            #expect(connection.isBroken)
            #expect(await postgresError { try await connection.query("SELECT 1") }?.code == .connectionClosed)
        }
    }
}
