import ArenaCore
import ArenaStore
import Crypto
import Foundation
import Postgres
import Ranking
import Testing

@Suite(.timeLimit(.minutes(5))) struct ArchiveTests {
    private static let pseudonyms = VoterPseudonyms(key: SymmetricKey(data: [UInt8](repeating: 1, count: 32)))

    private func battle(_ number: UInt64, language: String?, tags: [String], judge: String = "j") -> ImportedBattle {
        var battle = ImportedBattle(
            id: Identifier(high: 9, low: number),
            modelA: "A",
            modelB: "B",
            outcome: .modelB,
            judge: judge,
            language: language,
            time: Date(timeIntervalSince1970: 1_600_000_000 + Double(number)),
            prompt: [PromptMessage(role: "user", content: "prompt \(number)")],
            responseA: ["a"],
            responseB: ["b"]
        )
        battle.tags = tags
        if number != 3 {
            battle.styleA = ResponseStyle(length: Int32(number), headers: 1, lists: 2, bold: 3)
            battle.styleB = ResponseStyle(length: 70_000, headers: 0, lists: 0, bold: 0)
        }
        return battle
    }

    private func archived(_ bench: StoreBench) async throws -> PostgresBattleArchive {
        var importer = BattleImporter(pool: bench.pool, pseudonyms: Self.pseudonyms, name: "test")
        try await importer.write([
            battle(1, language: "en", tags: ["coding", "multi_turn"]),
            battle(2, language: "en", tags: ["coding", "multi_turn"]),
            battle(3, language: nil, tags: ["größer, als"], judge: "k"), battle(4, language: "ko", tags: []),
        ])
        let battles = [Identifier<Battle>(high: 9, low: 1), Identifier<Battle>(high: 9, low: 2)]
        try await bench.log.append(
            battles.map { Withdrawal(kind: .exclusion, battle: $0, reason: "test", actor: "test") },
            to: .main
        )
        try await bench.log.append(
            [Withdrawal(kind: .reinstatement, battle: battles[0], reason: "test", actor: "test")],
            to: .main
        )
        return PostgresBattleArchive(pool: bench.pool)
    }

    @Test func languagesTagsAndStylesComeBack() async throws {
        try await StoreBench.with { bench in
            let archive = try await archived(bench)
            let page = try await archive.page(of: .main, after: 0, limit: 100, where: .all)
            #expect(page.battles.map(\.seq) == [1, 2, 3, 4])
            #expect(
                page.battles.map { page.traits[$0.traits] } == [
                    Traits(language: "en", tags: ["coding", "multi_turn"]),
                    Traits(language: "en", tags: ["coding", "multi_turn"]), Traits(tags: ["größer, als"]),
                    Traits(language: "ko"),
                ]
            )
            #expect(page.traits.count == 3)
            #expect(page.battles[0].styles?.a == ResponseStyle(length: 1, headers: 1, lists: 2, bold: 3))
            #expect(page.battles[1].styles?.b.length == 70_000 && page.battles[2].styles == nil)
            #expect(page.withdrawals.map(\.battleSeq) == [1, 2, 1])
            #expect(page.withdrawals.map(\.isReinstatement) == [false, false, true])
            let entries = try await bench.log.entries(of: .main, after: 0, limit: 4)
            #expect(entries.map(\.event) == page.battles.map { .battle($0.battle) })
            let middle = try await archive.page(of: .main, after: 2, limit: 1, where: .all)
            #expect(middle.battles.map(\.seq) == [3] && middle.withdrawals.isEmpty)
            let beyond = try await archive.page(of: .main, after: 100, limit: 10, where: .all)
            #expect(beyond.battles.isEmpty && beyond.traits.isEmpty)
        }
    }

    @Test func battlesAreChosenByTimeAndVoter() async throws {
        try await StoreBench.with { bench in
            let archive = try await archived(bench)
            func seqs(_ change: (inout ArchiveChoice) -> Void) async throws -> [Int64] {
                var choice = ArchiveChoice.all
                change(&choice)
                return try await archive.page(of: .main, after: 0, limit: 100, where: choice).battles.map(\.seq)
            }
            #expect(try await seqs { $0.since = Date(timeIntervalSince1970: 1_600_000_003) } == [3, 4])
            #expect(try await seqs { $0.until = Date(timeIntervalSince1970: 1_600_000_003) } == [1, 2])
            #expect(try await seqs { $0.voters = [Self.pseudonyms.voter(judge: "k")] } == [3])
            #expect(try await seqs { $0.withoutVoters = [Self.pseudonyms.voter(judge: "k")] } == [1, 2, 4])
        }
    }

    @Test func battlesOfManyTraitsComeInTheLogsOrder() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B", "C"])
            let outcomes: [Outcome] = [.modelA, .modelB, .tie, .bothBad]
            let battles = (0..<60).map { number in
                var battle = NewBattle(
                    id: .random(),
                    modelA: models[number % 3],
                    modelB: models[(number + 1 + number / 30) % 3],
                    outcome: outcomes[number % 4],
                    source: .simulated
                )
                battle.tags = ["tag \(number % 5)"]
                battle.probability = number % 2 == 0 ? 1 / Double(number + 1) : nil
                return battle
            }
            _ = try await bench.log.append(battles, to: .main)
            let archive = PostgresBattleArchive(pool: bench.pool)
            for (after, count) in [(0, 60), (7, 20), (59, 1)] {
                let page = try await archive.page(of: .main, after: Int64(after), limit: count, where: .all)
                let expected = battles[after..<after + count]
                #expect(page.battles.map(\.seq) == (after..<after + count).map { Int64($0) + 1 })
                #expect(page.battles.map(\.battle.modelA) == expected.map(\.modelA))
                #expect(page.battles.map(\.battle.modelB) == expected.map(\.modelB))
                #expect(page.battles.map(\.battle.outcome) == expected.map(\.outcome))
                #expect(page.battles.map(\.probability) == expected.map(\.probability))
                #expect(page.battles.map { page.traits[$0.traits].tags } == expected.map { $0.tags ?? [] })
            }
        }
    }

    @Test func stylesAreLookedUpWhereTheyAreWanted() async throws {
        try await StoreBench.with { bench in
            let archive = try await archived(bench)
            var choice = ArchiveChoice.all
            choice.wantsStyles = false
            let page = try await archive.page(of: .main, after: 0, limit: 100, where: choice)
            #expect(page.battles.count == 4 && page.battles.allSatisfy { $0.styles == nil })
            choice.wantsStyles = true
            choice.withoutVoters = [Self.pseudonyms.voter(judge: "k")]
            let others = try await archive.page(of: .main, after: 1, limit: 3, where: choice)
            #expect(others.battles.map { $0.styles?.a.length } == [2, 4])
        }
    }

    @Test func aVoteTakesOverItsPromptsLanguageAndTags() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            let prompt = Prompt(
                messages: [PromptMessage(role: "user", content: "1 + 1?")],
                language: "en",
                tags: ["math", "rounds_1"]
            )
            let writer = CatalogueWriter(stream: .main, source: "test")
            let responses = zip(models, ["A", "B"]).map { model, name in
                CatalogueWriter.NewResponse(
                    prompt: prompt.id,
                    model: model,
                    modelName: name,
                    messages: [name],
                    style: ResponseStyle(length: 5, headers: 0, lists: 1, bold: 0)
                )
            }
            try await bench.pool.withTransaction { connection in
                _ = try await writer.store(prompts: [prompt], on: connection)
                _ = try await writer.store(responses: responses, on: connection)
            }
            var battle = NewBattle(
                id: .random(),
                modelA: models[0],
                modelB: models[1],
                outcome: .modelA,
                source: .simulated
            )
            battle.prompt = prompt.id
            battle.responseA = responses[0].id
            battle.responseB = responses[1].id
            battle.probability = 0.25
            // One that brings its own keeps them, also where they are none.
            var tagged = NewBattle(
                id: .random(),
                modelA: models[0],
                modelB: models[1],
                outcome: .modelB,
                source: .simulated
            )
            tagged.prompt = prompt.id
            tagged.tags = ["größer, als", "x"]
            var untagged = NewBattle(
                id: .random(),
                modelA: models[0],
                modelB: models[1],
                outcome: .modelB,
                source: .simulated
            )
            untagged.prompt = prompt.id
            untagged.tags = []
            let bare = NewBattle(id: .random(), modelA: models[1], modelB: models[0], outcome: .tie, source: .simulated)
            _ = try await bench.log.append([battle, bare, tagged, untagged], to: .main)
            let page = try await PostgresBattleArchive(pool: bench.pool)
                .page(of: .main, after: 0, limit: 10, where: .all)
            #expect(
                page.battles.sorted { $0.seq < $1.seq }.map { page.traits[$0.traits] } == [
                    Traits(language: "en", tags: ["math", "rounds_1"]), Traits(),
                    Traits(tags: ["größer, als", "x"]), Traits(),
                ]
            )
            let pair = page.battles.filter { $0.seq <= 2 }.sorted { $0.seq < $1.seq }
            #expect(pair.map(\.probability) == [0.25, nil])
            #expect(pair[0].styles?.a.lists == 1 && pair[1].styles == nil)
        }
    }
}
