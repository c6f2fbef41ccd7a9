import ArenaCore
import ArenaStore
import ArenaTestSupport
import Postgres
import PostgresTestSupport
import Testing

@Suite struct StoreFailureTests {
    @Test func aServerThatIsAwayIsUnavailableAndComesBack() async throws {
        let cluster = try await TestCluster.start()
        do {
            let configuration = try PostgresConfiguration(connectionString: cluster.connectionString())
            var pool = PostgresPoolConfiguration(connection: configuration)
            pool.waitTimeout = .seconds(1)
            let running = PostgresPool(configuration: pool, logger: StoreBench.logger)
            let store = SecretStore(pool: running)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await running.run() }
                defer { group.cancelAll() }
                try await running.query("CREATE TABLE secret (name text PRIMARY KEY, value bytea)")
                let secret = try await store.secret("x")
                try await cluster.crash()
                let error = await #expect(throws: ArenaError.self) { try await store.secret("x") }
                #expect(error?.code == .unavailable)
                try await cluster.startServer()
                let isBack = await eventually { (try? await store.secret("x")) == secret }
                #expect(isBack)
            }
        } catch {
            try? await cluster.stop()
            throw error
        }
        try await cluster.stop()
    }

    @Test func aMissingTableIsAnOperatorsMatter() async throws {
        try await StoreBench.with { bench in
            try await bench.pool.query("DROP TABLE secret")
            let error = await #expect(throws: ArenaError.self) { try await SecretStore(pool: bench.pool).secret("x") }
            #expect(error?.code == .corrupt)
            #expect(error?.message.contains("INSERT") == false, "no SQL in what is shown")
        }
    }
}
