import ArenaCore
import ArenaStore
import ArenaTestSupport
import ChaosKit
import Postgres
import PostgresTestSupport
import Ranking
import Testing

/// The log over a network that changes bytes: what comes back is right or an error, and trying again ends with each battle there once.
@Suite(.timeLimit(.minutes(5))) struct GarbledTests {
    @Test func whatIsGarbledOnTheWayIsNeverBelieved() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            let cluster = try await TestCluster.shared()
            let proxy = try await FaultProxy.start(
                upstream: "\(cluster.socketDirectory)/.s.PGSQL.\(cluster.port)",
                seed: 5
            )
            var settings = try PostgresConfiguration(
                connectionString: PostgresConfiguration.connectionString([
                    "host": "127.0.0.1", "port": "\(proxy.port)", "user": "postgres", "dbname": bench.database,
                    "sslmode": "disable",
                ])
            )
            settings.connectTimeout = .seconds(1)
            let pool = PostgresPool(
                configuration: PostgresPoolConfiguration(connection: settings),
                logger: StoreBench.logger
            )
            let log = PostgresBattleLog(pool: pool)
            var told: [(battle: NewBattle, seq: Int64)] = []
            var failures = 0
            await withTaskGroup(of: Void.self) { group in
                group.addTask { try? await pool.run() }
                defer { group.cancelAll() }
                for round in 0..<30 {
                    let batch = (0..<5).map { number in
                        NewBattle(
                            id: .random(),
                            modelA: models[number % 2],
                            modelB: models[1 - number % 2],
                            outcome: Outcome.allCases[(round + number) % Outcome.allCases.count],
                            source: .simulated
                        )
                    }
                    proxy.mode = .corrupt(oneIn: 7)
                    for attempt in 0... {
                        // A network that is well again at last, so that this ends.
                        if attempt == 5 { proxy.mode = .pass }
                        do {
                            let results = try await log.append(batch, to: .main)
                            for (battle, result) in zip(batch, results) {
                                switch result {
                                case .appended(let seq): told.append((battle, seq))
                                case .present(let there):
                                    #expect(there.outcome == battle.outcome)
                                    told.append((battle, there.seq))
                                case .dangling: Issue.record("what it refers to is there")
                                }
                            }
                            break
                        } catch {
                            failures += 1
                            #expect(error is ArenaError, "\(error)")
                            #expect(attempt < 20, "a network that is well serves")
                            guard attempt < 20 else { break }
                        }
                    }
                }
            }
            await proxy.stop()
            #expect(proxy.faults > 3 && failures > 1)
            let entries = try await bench.log.entries(of: .main, after: 0, limit: 1_000)
            #expect(entries.count == 150 && told.count == 150)
            for (battle, seq) in told {
                let entry = try #require(entries.first { $0.seq == seq })
                let expected = LogEntry.Battle(modelA: battle.modelA, modelB: battle.modelB, outcome: battle.outcome)
                #expect(entry.event == .battle(expected))
            }
        }
    }

    @Test func aFullDiskIsSaidToBeAwayAndLosesNothing() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            func battles(_ count: Int) -> [NewBattle] {
                (0..<count).map { _ in
                    NewBattle(id: .random(), modelA: models[0], modelB: models[1], outcome: .modelA, source: .simulated)
                }
            }
            _ = try await bench.log.append(battles(3), to: .main)
            // What the server says when a table cannot grow, said in the middle of a batch.
            try await bench.pool.query(
                """
                CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF NEW.seq = 6 THEN
                        RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100';
                    END IF;
                    RETURN NEW;
                END $$
                """
            )
            try await bench.pool.query(
                "CREATE TRIGGER disk_full BEFORE INSERT ON battle FOR EACH ROW EXECUTE FUNCTION disk_full()"
            )
            let batch = battles(5)
            let error = await #expect(throws: ArenaError.self) { try await bench.log.append(batch, to: .main) }
            #expect(error?.code == .unavailable)
            #expect(try await bench.log.heads().positions == [.main: 3], "nothing of the batch is there")
            try await bench.pool.query("DROP TRIGGER disk_full ON battle")
            let results = try await bench.log.append(batch, to: .main)
            #expect(results == (4...8).map { .appended(seq: $0) })
        }
    }
}
