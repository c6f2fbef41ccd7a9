import ArenaCore
import ArenaStore
import Crypto
import Foundation
import Postgres
import Ranking
import Testing

@Suite(.timeLimit(.minutes(5))) struct BattleImporterTests {
    private func importer(_ bench: StoreBench) -> BattleImporter {
        let key = SymmetricKey(data: [UInt8](repeating: 1, count: 32))
        return BattleImporter(pool: bench.pool, pseudonyms: VoterPseudonyms(key: key), name: "test")
    }

    private func battle(
        _ number: UInt64,
        _ a: String,
        _ b: String,
        _ outcome: Outcome = .modelA,
        prompt: String? = nil,
        judge: String? = nil
    ) -> ImportedBattle {
        ImportedBattle(
            id: Identifier(high: 7, low: number),
            modelA: a,
            modelB: b,
            outcome: outcome,
            judge: judge,
            language: "English",
            time: Date(timeIntervalSince1970: 1_600_000_000 + Double(number)),
            prompt: prompt.map { [PromptMessage(role: "user", content: $0)] } ?? [],
            responseA: prompt.map { ["\(a) on \($0)"] },
            responseB: prompt.map { ["\(b) on \($0)"] }
        )
    }

    @Test func writesBattlesModelsAndTextsOnce() async throws {
        try await StoreBench.with { bench in
            let batch = [
                battle(1, "A", "B", .modelA, prompt: "p", judge: "j1"),
                battle(2, "B", "A", .tie, prompt: "p", judge: "j1"),
                battle(3, "A", "C", .bothBad, prompt: "q", judge: "j2"), battle(4, "C", "B", .modelB),
            ]
            var importer = importer(bench)
            try await importer.write(batch)
            try await importer.write(batch + [battle(5, "A", "B")])
            var report = ImportReport()
            report.added = 5
            report.present = 4
            report.newModels = 3
            report.newPrompts = 2
            report.newResponses = 4
            #expect(importer.report == report)
            var again = self.importer(bench)
            try await again.write(batch)
            report = ImportReport()
            report.present = 4
            #expect(again.report == report)
            let entries = try await bench.log.entries(of: .main, after: 0, limit: 100)
            #expect(entries.map(\.seq) == [1, 2, 3, 4, 5])
            let (voters, sources, languages) = try await bench.pool.query(
                "SELECT count(DISTINCT voter), count(DISTINCT source), count(language) FROM battle WHERE source = 'import:test'"
            ).single(Int64.self, Int64.self, Int64.self)
            #expect(voters == 2 && sources == 1 && languages == 5)
            let catalogue = try await bench.catalogues.catalogue()
            #expect(catalogue.models.map(\.name) == ["A", "B", "C"] && catalogue.prompts.count == 2)
        }
    }

    @Test func aBattleThatStandsTwiceInABatchIsOne() async throws {
        try await StoreBench.with { bench in
            var importer = importer(bench)
            try await importer.write([battle(1, "A", "B"), battle(1, "A", "B"), battle(2, "A", "B")])
            #expect(importer.report.added == 2 && importer.report.present == 1)
        }
    }

    @Test func whatIsThereIsFoundAmongNeighboursAndStrangers() async throws {
        try await StoreBench.with { bench in
            var importer = importer(bench)
            try await importer.write((1...500).map { battle($0 * 2, "A", "B") })
            try await importer.write((1...1000).map { battle($0, "A", "B") })
            #expect(importer.report.added == 1000 && importer.report.present == 500)
            #expect(try await bench.log.heads().positions[.main] == 1000)
        }
    }

    @Test func votesAndImportsShareTheLog() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    var importer = importer(bench)
                    for part in 0..<10 {
                        let numbers = UInt64(part * 200)..<UInt64(part * 200 + 200)
                        try await importer.write(numbers.map { battle($0, "A", "B", prompt: "p\($0 % 7)") })
                    }
                }
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<50 {
                            let vote = NewBattle(
                                id: .random(),
                                modelA: models[0],
                                modelB: models[1],
                                outcome: .tie,
                                source: .simulated
                            )
                            _ = try await bench.log.append([vote], to: .main)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let entries = try await bench.log.entries(of: .main, after: 0, limit: 10_000)
            #expect(entries.map(\.seq) == Array(1...2200))
        }
    }

    @Test func importsOfTheSamePromptsInOppositeOrderDoNotDeadlock() async throws {
        try await StoreBench.with { bench in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for direction in 0..<4 {
                    group.addTask {
                        var importer = importer(bench)
                        let prompts = (0..<80).map { direction.isMultiple(of: 2) ? $0 : 79 - $0 }
                        for round in 0..<5 {
                            let batch = prompts.map { prompt in
                                let number = UInt64(direction * 10_000 + round * 100 + prompt)
                                return battle(number, "A", "B", prompt: "p\(round) \(prompt)")
                            }
                            try await importer.write(batch)
                        }
                        return importer.report.added
                    }
                }
                var added = 0
                for try await part in group { added += part }
                #expect(added == 1600)
            }
            #expect(try await bench.log.heads().positions[.main] == 1600)
        }
    }

    @Test func nothingIsStoredThatTheForeignKeysWouldRefuse() async throws {
        try await StoreBench.with { bench in
            for table in ["model", "prompt", "response"] {
                var importer = importer(bench)
                try await importer.write([battle(1, "A", "B", prompt: "p")])
                try await bench.pool.query("TRUNCATE \(identifier: table) CASCADE")
                try await bench.pool.query("UPDATE log_head SET seq = 0")
                let error = await #expect(throws: ArenaError.self, "\(table)") {
                    try await importer.write([battle(2, "A", "B", prompt: "p")])
                }
                #expect(error?.code == .notFound, "\(table)")
                #expect(try await bench.log.heads().positions[.main] == 0)
            }
            let role = try await bench.pool.query("SHOW session_replication_role").single(String.self)
            #expect(role == "origin")
        }
    }

    @Test func whoMayNotPutForeignKeysAsideImportsWithThem() async throws {
        try await StoreBench.with { bench in
            try await bench.pool.query("GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC")
            let role = "plain_\(UInt32.random(in: 0 ... .max))"
            try await bench.pool.query("CREATE ROLE \(identifier: role) LOGIN")
            let string = bench.connectionString + " user='\(role)'"
            let configuration = PostgresPoolConfiguration(
                connection: try PostgresConfiguration(connectionString: string)
            )
            let pool = PostgresPool(configuration: configuration, logger: StoreBench.logger)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await pool.run() }
                defer { group.cancelAll() }
                var importer = importer(StoreBench(connectionString: string, database: bench.database, pool: pool))
                try await importer.write([battle(1, "A", "B", prompt: "p"), battle(2, "A", "B")])
                #expect(importer.report.added == 2)
            }
        }
    }

    @Test func namesOfOtherBytesAreOtherModels() async throws {
        try await StoreBench.with { bench in
            var importer = importer(bench)
            try await importer.write([battle(1, "Caf\u{e9}", "Cafe\u{301}"), battle(2, "Caf\u{e9}", "B")])
            #expect(importer.report.newModels == 3 && importer.report.added == 2)
            #expect(try await bench.catalogues.catalogue().models.count == 3)
        }
    }

    @Test func filesAreRemembered() async throws {
        try await StoreBench.with { bench in
            let store = ImportedFileStore(pool: bench.pool)
            let file = ImportedFileStore.File(digest: [UInt8](repeating: 3, count: 32), records: 10)
            try await store.remember(file, name: "a.csv")
            try await store.remember(file, name: "b.csv")
            #expect(try await store.all() == [file])
        }
    }
}
