import ArenaCore
import ArenaStore
import Ranking
import Testing

@Suite struct CheckpointStoreTests {
    @Test func theLatestWithinTheLogIsKept() async throws {
        try await StoreBench.with { bench in
            let store = PostgresCheckpointStore(pool: bench.pool)
            #expect(try await store.checkpoint(of: .main) == nil)
            let models = try await bench.models(["A", "B"])
            let battles = (0..<5).map { _ in
                NewBattle(id: .random(), modelA: models[0], modelB: models[1], outcome: .tie, source: .simulated)
            }
            _ = try await bench.log.append(battles, to: .main)
            let early = Checkpoint(seq: 2, bytes: [1, 2, 3])
            let late = Checkpoint(seq: 4, bytes: [])
            try await store.save(early, of: .main)
            #expect(try await store.checkpoint(of: .main) == early)
            try await store.save(late, of: .main)
            try await store.save(early, of: .main)
            #expect(try await store.checkpoint(of: .main) == late, "another instance's earlier one does not replace it")
            #expect(try await store.checkpoint(of: .sample) == nil)
        }
    }

    @Test func oneBeyondTheLogIsNotUsedAndGivesWay() async throws {
        try await StoreBench.with { bench in
            let store = PostgresCheckpointStore(pool: bench.pool)
            try await store.save(Checkpoint(seq: 9, bytes: [1]), of: .main)
            #expect(try await store.checkpoint(of: .main) == nil)
            let now = Checkpoint(seq: 0, bytes: [2])
            try await store.save(now, of: .main)
            #expect(try await store.checkpoint(of: .main) == now)
        }
    }

    @Test func secretsAreMadeOnce() async throws {
        try await StoreBench.with { bench in
            let secrets = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<8 { group.addTask { try await SecretStore(pool: bench.pool).secret("ticket") } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(secrets.count == 1 && secrets.first?.count == 32)
            #expect(try await SecretStore(pool: bench.pool).secret("voter") != secrets.first)
        }
    }
}
