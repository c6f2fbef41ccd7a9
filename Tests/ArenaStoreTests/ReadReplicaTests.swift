import ArenaCore
import ArenaStore
import Logging
import Postgres
import Testing

/// A second database plays the replica: what it holds and what it lacks shows where was read.
@Suite struct ReadReplicaTests {
    @Test func textsComeFromTheReplicaAndFromThePrimaryWhereItLacksThem() async throws {
        try await StoreBench.with { primary in
            try await StoreBench.with { replica in
                let reads = ReadSide(primary: primary.pool, replica: replica.pool)
                let catalogues = PostgresCatalogueStore(pool: primary.pool, reads: reads)
                let onReplica = try await replica.models(["A"])
                let (far, farResponses) = try await replica.prompt("far", answeredBy: [(onReplica[0], "A")])
                #expect(try await catalogues.texts(of: far.id, responses: farResponses, in: .main).prompt == far)

                let onPrimary = try await primary.models(["A"])
                let (near, nearResponses) = try await primary.prompt("near", answeredBy: [(onPrimary[0], "A")])
                #expect(try await catalogues.texts(of: near.id, responses: nearResponses, in: .main).prompt == near)
                let error = await #expect(throws: ArenaError.self) {
                    try await catalogues.texts(of: near.id, responses: [.random()], in: .main)
                }
                #expect(error?.code == .notFound)
            }
        }
    }

    @Test func aReplicaThatIsAwayCostsOneTryAndNoAnswer() async throws {
        try await StoreBench.with { primary in
            let nowhere = try PostgresConfiguration(connectionString: "host=127.0.0.1 port=1 dbname=x")
            var configuration = PostgresPoolConfiguration(connection: nowhere)
            configuration.waitTimeout = .milliseconds(200)
            let away = PostgresPool(configuration: configuration, logger: StoreBench.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await away.run() }
                defer { group.cancelAll() }
                let reads = ReadSide(primary: primary.pool, replica: away)
                let catalogues = PostgresCatalogueStore(pool: primary.pool, reads: reads)
                let models = try await primary.models(["A"])
                let (prompt, responses) = try await primary.prompt("p", answeredBy: [(models[0], "A")])
                let clock = ContinuousClock()
                let first = try await clock.measure {
                    _ = try await catalogues.texts(of: prompt.id, responses: responses, in: .main)
                }
                #expect(first >= .milliseconds(200))
                let later = try await clock.measure {
                    for _ in 0..<20 { _ = try await catalogues.texts(of: prompt.id, responses: responses, in: .main) }
                }
                // Twenty waits would be four seconds.
                #expect(later < .seconds(4))
            }
        }
    }
}
