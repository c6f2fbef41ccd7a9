import ArenaCore
import ArenaStore
import Foundation
import Postgres
import Ranking
import Testing

@Suite(.timeLimit(.minutes(5))) struct BattleLogTests {
    private func battle(
        _ models: [ModelID],
        _ outcome: Outcome = .modelA,
        id: Identifier<Battle> = .random(),
        source: BattleSource = .simulated
    ) -> NewBattle {
        NewBattle(id: id, modelA: models[0], modelB: models[1], outcome: outcome, source: source)
    }

    @Test func entriesComeBackInOrderAsTheyWereWritten() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B", "C"])
            let outcomes: [Outcome] = [.modelA, .modelB, .tie, .bothBad]
            let results = try await bench.log.append(outcomes.map { battle(models, $0) }, to: .main)
            #expect(results == (1...4).map { .appended(seq: $0) })
            let entries = try await bench.log.entries(of: .main, after: 0, limit: 100)
            #expect(entries.map(\.seq) == [1, 2, 3, 4])
            let events = outcomes.map { outcome in
                LogEntry.Event.battle(LogEntry.Battle(modelA: models[0], modelB: models[1], outcome: outcome))
            }
            #expect(entries.map(\.event) == events)
            #expect(try await bench.log.entries(of: .main, after: 1, limit: 2).map(\.seq) == [2, 3])
            #expect(try await bench.log.heads().positions == [.main: 4])
        }
    }

    @Test func aVoteIsKeptWhole() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            let (prompt, responses) = try await bench.prompt("p", answeredBy: Array(zip(models, ["A", "B"])))
            let pairing = Pairing(
                battle: .random(),
                stream: .main,
                prompt: prompt.id,
                responseA: responses[0],
                responseB: responses[1],
                modelA: models[0],
                modelB: models[1],
                probability: 0.125,
                policy: 1,
                voter: .random(),
                servedAt: Date(timeIntervalSince1970: 1_700_000_000)
            )
            let network = NetworkID.random()
            let vote = NewBattle(
                pairing: pairing,
                outcome: .bothBad,
                network: network,
                votedAt: Date(timeIntervalSince1970: 1_700_000_009.5),
                source: .crowd
            )
            _ = try await bench.log.append([vote], to: .main)
            let row = try await bench.pool.query(
                """
                SELECT id, prompt_id, response_a, response_b, voter, network, policy, probability, served_at, voted_at,
                       language, source, outcome FROM battle
                """
            ).single(
                UUID.self,
                UUID.self,
                UUID.self,
                UUID.self,
                UUID.self,
                UUID.self,
                String.self,
                Double.self,
                Date.self,
                Date.self,
                String.self,
                String.self,
                Int16.self
            )
            #expect(row.0 == pairing.battle.uuid && row.1 == prompt.id.uuid)
            #expect(row.2 == responses[0].uuid && row.3 == responses[1].uuid)
            #expect(row.4 == pairing.voter.uuid && row.5 == network.uuid)
            #expect(row.6 == "1" && row.7 == 0.125)
            #expect(row.8 == pairing.servedAt && row.9 == vote.votedAt)
            #expect(row.10 == "en" && row.11 == "crowd" && row.12 == 3)
        }
    }

    @Test func writingAgainChangesNothingAndTellsWhatIsThere() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            let first = battle(models, .tie)
            _ = try await bench.log.append([first], to: .main)
            let again = battle(models, .modelB, id: first.id)
            let results = try await bench.log.append([again, battle(models)], to: .main)
            #expect(results == [.present(RecordedOutcome(seq: 1, outcome: .tie)), .appended(seq: 2)])
            #expect(
                try await bench.log.recordedOutcome(of: first.id, in: .main) == RecordedOutcome(seq: 1, outcome: .tie)
            )
            #expect(try await bench.log.recordedOutcome(of: .random(), in: .main) == nil)
            #expect(try await bench.log.heads().positions[.main] == 2)
        }
    }

    /// What a batch costs must not grow with the log, also while the planner still takes it for the empty table it was.
    @Test func batchesNeverReadTheLogWhole() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            for _ in 0..<60 {
                _ = try await bench.log.append((0..<50).map { _ in battle(models) }, to: .main)
            }
            // The counts come late.
            var (rows, read) = (0, 0)
            for _ in 0..<500 where rows < 3_000 {
                try await Task.sleep(for: .milliseconds(20))
                (rows, read) = try await bench.pool.query(
                    "SELECT n_tup_ins::int, seq_tup_read::int FROM pg_stat_user_tables WHERE relname = 'battle'"
                ).single(Int.self, Int.self)
            }
            #expect(rows == 3_000 && read == 0)
            // Nor along an index: each of three thousand was looked for once, and none was there.
            let walked = try await bench.pool.query(
                "SELECT sum(idx_tup_read)::int FROM pg_stat_user_indexes WHERE relname = 'battle'"
            ).single(Int.self)
            #expect(walked == 0)
        }
    }

    @Test func concurrentWritersLeaveNoGapAndNoDouble() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            let shared = (0..<20).map { _ in battle(models) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<12 {
                    group.addTask {
                        for start in stride(from: 0, to: 20, by: 5) {
                            let own = (0..<5).map { _ in battle(models, .tie) }
                            _ = try await bench.log.append(Array(shared[start..<(start + 5)]) + own, to: .main)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let entries = try await bench.log.entries(of: .main, after: 0, limit: 10_000)
            #expect(entries.map(\.seq) == Array(1...260))
            #expect(try await bench.log.heads().positions[.main] == 260)
        }
    }

    @Test func streamsAreNumberedApart() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            _ = try await bench.log.append([battle(models)], to: .sample)
            let results = try await bench.log.append([battle(models), battle(models)], to: .main)
            #expect(results == [.appended(seq: 1), .appended(seq: 2)])
            #expect(try await bench.log.heads().positions == [.main: 2, .sample: 1])
        }
    }

    @Test func exclusionsAreEntriesLikeAnyOther() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            let battles = [battle(models, .modelA), battle(models, .tie)]
            _ = try await bench.log.append(battles, to: .main)
            let out = Withdrawal(
                kind: .exclusion,
                battle: battles[1].id,
                reason: "bot",
                test: "timing",
                statistic: 9,
                actor: "me"
            )
            try await bench.log.append([out], to: .main)
            _ = try await bench.log.append([battle(models, .modelB)], to: .main)
            let back = Withdrawal(kind: .reinstatement, battle: battles[1].id, reason: "no bot", actor: "me")
            try await bench.log.append([back], to: .main)
            let entries = try await bench.log.entries(of: .main, after: 2, limit: 100)
            let tie = LogEntry.Battle(modelA: models[0], modelB: models[1], outcome: .tie)
            #expect(entries.map(\.seq) == [3, 4, 5])
            #expect(entries[0].event == .exclusion(battleSeq: 2, tie))
            #expect(entries[2].event == .reinstatement(battleSeq: 2, tie))
            let unknown = Withdrawal(kind: .exclusion, battle: .random(), reason: "x", actor: "me")
            let error = await #expect(throws: ArenaError.self) {
                try await bench.log.append([out, unknown], to: .main)
            }
            #expect(error?.code == .notFound)
            #expect(try await bench.log.heads().positions[.main] == 5)
        }
    }

    @Test func theSchemaRefusesWhatIsNoBattle() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            func refused(_ battle: NewBattle, _ code: ArenaError.Code, _ comment: Comment) async {
                let error = await #expect(throws: ArenaError.self, comment) {
                    try await bench.log.append([battle], to: .main)
                }
                #expect(error?.code == code, comment)
            }
            await refused(battle([models[0], models[0]]), .corrupt, "a model against itself")
            await refused(battle(models, source: .crowd), .corrupt, "a vote without its pairing")
            await refused(battle(models, source: .imported("")), .corrupt, "a source without a name")
            var odd = battle(models)
            odd.probability = 1.5
            await refused(odd, .corrupt, "a probability above one")
            #expect(try await bench.log.heads().positions[.main] == 0)
            #expect(try await bench.log.entries(of: .main, after: 0, limit: 10).isEmpty)
        }
    }

    @Test(arguments: ["", ForeignKeys.putAside])
    func whatRefersToWhatIsNotStoredIsLeftOutAndItsNeighboursAreNot(sessionScript: String) async throws {
        try await StoreBench.with(sessionScript: sessionScript) { bench in
            let role = try await bench.pool.query("SHOW session_replication_role").single(String.self)
            #expect(role == (sessionScript.isEmpty ? "origin" : "replica"))
            let models = try await bench.models(["A", "B", "C"])
            let (prompt, responses) = try await bench.prompt("p", answeredBy: Array(zip(models, ["A", "B", "C"])))
            let (other, others) = try await bench.prompt("q", answeredBy: Array(zip(models, ["A", "B", "C"])))
            func vote(_ change: (inout NewBattle) -> Void = { _ in }) -> NewBattle {
                var battle = battle(models)
                (battle.prompt, battle.responseA, battle.responseB) = (prompt.id, responses[0], responses[1])
                change(&battle)
                return battle
            }
            let nobody = ModelID(rawValue: 999)
            let dangling = [
                battle([nobody, models[1]]), battle([models[0], nobody]),
                vote { $0.prompt = .random() }, vote { $0.responseA = .random() }, vote { $0.responseB = .random() },
                vote { $0.prompt = other.id }, vote { $0.responseA = others[0] }, vote { $0.responseB = others[1] },
                vote { $0.responseA = responses[2] }, vote { $0.responseB = responses[2] }, vote { $0.prompt = nil },
                vote { ($0.prompt, $0.responseA, $0.responseB) = (.random(), nil, nil) },
            ]
            let sound = [
                vote(), vote { $0.responseB = nil }, vote { ($0.responseA, $0.responseB) = (nil, nil) },
                vote { ($0.prompt, $0.responseA, $0.responseB) = (nil, nil, nil) },
            ]
            #expect(try await bench.log.append(sound, to: .main) == (1...4).map { .appended(seq: $0) })
            for battle in dangling {
                let results = try await bench.log.append([vote(), battle, sound[0]], to: .main)
                guard case .appended = results[0], case .present = results[2] else {
                    Issue.record("\(results)")
                    continue
                }
                #expect(results[1] == .dangling)
            }
            #expect(try await bench.log.append(dangling, to: .main) == dangling.map { _ in .dangling })
            #expect(try await bench.log.heads().positions[.main] == Int64(sound.count + dangling.count))
        }
    }

    @Test(arguments: ["", ForeignKeys.putAside])
    func whatABattleRefersToIsNotDeletedUnderIt(sessionScript: String) async throws {
        try await StoreBench.with(sessionScript: sessionScript) { bench in
            let models = try await bench.models(["A", "B"])
            let (prompt, responses) = try await bench.prompt("p", answeredBy: Array(zip(models, ["A", "B"])))
            var vote = battle(models)
            (vote.prompt, vote.responseA, vote.responseB) = (prompt.id, responses[0], responses[1])
            let waiting: PostgresQuery = """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """
            let results = try await withThrowingTaskGroup(of: [AppendResult].self) { [vote] group in
                try await bench.pool.withTransaction { connection in
                    _ = try await connection.query("DELETE FROM response WHERE id = \(responses[1].uuid)")
                    group.addTask { try await bench.log.append([vote], to: .main) }
                    while try await bench.pool.query(waiting).single(Int64.self) == 0 {
                        try await Task.sleep(for: .milliseconds(10))
                    }
                }
                return try await group.next()
            }
            #expect(results == [.dangling])
            #expect(try await bench.log.heads().positions[.main] == 0)
        }
    }

    @Test func theSchemaKeepsSeqsAndBattlesUnique() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            let first = battle(models)
            _ = try await bench.log.append([first], to: .main)
            func insert(seq: Int64, id: UUID) async throws {
                _ = try await bench.pool.query(
                    """
                    INSERT INTO battle (stream, seq, id, model_a, model_b, outcome, source)
                    VALUES (0, \(seq), \(id), \(models[0].rawValue), \(models[1].rawValue), 0, 'simulated')
                    """
                )
            }
            for (seq, id, constraint) in [(2, first.id.uuid, "battle_id_stream_key"), (1, UUID(), "battle_pkey")] {
                let error = await #expect(throws: PostgresError.self) { try await insert(seq: Int64(seq), id: id) }
                #expect(error?.sqlState == .uniqueViolation)
                #expect(error?.constraintName == constraint)
            }
        }
    }
}
