import ArenaCore
import ArenaStore
import Foundation
import Postgres
import Ranking
import Testing

@Suite struct AsideStoreTests {
    private static func pairing(_ bench: StoreBench) async throws -> Pairing {
        let models = try await bench.models(["A", "B"])
        let (prompt, responses) = try await bench.prompt("p", answeredBy: Array(zip(models, ["A", "B"])))
        return Pairing(
            battle: .random(),
            stream: .main,
            prompt: prompt.id,
            responseA: responses[0],
            responseB: responses[1],
            modelA: models[0],
            modelB: models[1],
            probability: 0.5,
            policy: 1,
            voter: .random(),
            servedAt: Date(timeIntervalSince1970: 1_800_000_000)
        )
    }

    @Test func aSkipIsKeptOnceAndBesideTheLog() async throws {
        try await StoreBench.with { bench in
            let store = PostgresAsideStore(pool: bench.pool)
            let pairing = try await Self.pairing(bench)
            let time = pairing.servedAt.addingTimeInterval(3)
            #expect(try await store.skip(pairing, at: time))
            #expect(try await !store.skip(pairing, at: time.addingTimeInterval(1)))
            let (battle, kept) = try await bench.pool.query("SELECT battle_id, skipped_at FROM skip")
                .single(UUID.self, Date.self)
            #expect(battle == pairing.battle.uuid && kept == time)
            #expect(try await bench.log.heads().positions[.main] ?? 0 == 0)
        }
    }

    @Test func reasonsNeedAVoteAndTheLastOnesCount() async throws {
        try await StoreBench.with { bench in
            let store = PostgresAsideStore(pool: bench.pool)
            let pairing = try await Self.pairing(bench)
            func give(_ reasons: [VoteReason]) async throws {
                try await store.give(reasons, for: pairing.battle, in: .main, at: pairing.servedAt)
            }
            let error = await #expect(throws: ArenaError.self) { try await give([.clarity]) }
            #expect(error?.code == .notFound)
            let battle = NewBattle(
                pairing: pairing,
                outcome: .tie,
                network: nil,
                votedAt: pairing.servedAt,
                source: .crowd
            )
            _ = try await bench.log.append([battle], to: .main)
            try await give([.clarity, .safety])
            try await give([.length])
            let kept = try await bench.pool.query("SELECT reasons FROM vote_reason").single([String].self)
            #expect(kept == ["length"])
        }
    }

    @Test func theCatalogueKnowsPricesAndLengths() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A", "B"])
            var description = ModelDescription()
            (description.inputPrice, description.outputPrice, description.contextTokens) = (0.15, 2, 8192)
            let register = ModelRegister(pool: bench.pool)
            #expect(try await register.describe("a", description))
            #expect(try await !register.describe("c", description))
            description = ModelDescription()
            description.license = "MIT"
            #expect(try await register.describe("a", description))
            for text in ["한국어 🙂", String(repeating: "x", count: 500), String(repeating: "y", count: 5_000)] {
                _ = try await bench.prompt(text, answeredBy: Array(zip(models, ["A", "B"])))
            }
            let catalogue = try await bench.catalogues.catalogue()
            let priced = try #require(catalogue.model(id: models[0]))
            #expect(priced.inputPrice == 0.15 && priced.outputPrice == 2 && priced.contextTokens == 8192)
            #expect(priced.license == "MIT" && priced.organization == nil)
            let plain = try #require(catalogue.model(id: models[1]))
            #expect(plain.inputPrice == nil && plain.outputPrice == nil && plain.contextTokens == nil)
            #expect(Set(catalogue.prompts.map(\.length)) == [.short, .medium, .long])
            let lengths = try await bench.pool.query("SELECT min(length), max(length) FROM prompt").single(
                Int32.self,
                Int32.self
            )
            #expect(lengths == (5, 5_000))
        }
    }
}
