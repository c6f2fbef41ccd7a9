import ArenaCore
import ArenaStore
import Foundation
import Postgres
import Ranking
import Testing

@Suite struct CatalogueStoreTests {
    @Test func theSampleStandsInUntilThereIsSomethingReal() async throws {
        try await StoreBench.with { bench in
            let samples = try await bench.models(["Zeta", "Eta"], in: .sample)
            _ = try await bench.prompt("s", answeredBy: Array(zip(samples, ["Zeta", "Eta"])), in: .sample)
            let sample = try await bench.catalogues.catalogue()
            #expect(sample.isSample && sample.models.map(\.name) == ["Eta", "Zeta"] && sample.prompts.count == 1)
            let without = try await PostgresCatalogueStore(pool: bench.pool, offersSample: false).catalogue()
            #expect(!without.isSample && without.models.isEmpty && without.prompts.isEmpty)

            let real = try await bench.models(["Eta"])
            let catalogue = try await bench.catalogues.catalogue()
            #expect(!catalogue.isSample && catalogue.models.map(\.id) == real && catalogue.prompts.isEmpty)
            #expect(catalogue.models.map(\.slug) == ["eta"], "the sample's slugs are its own")
            #expect(catalogue.revision > sample.revision)
            #expect(try await bench.log.heads().catalogueRevision == catalogue.revision)
        }
    }

    @Test func offersOnlyWhatMayBeShown() async throws {
        try await StoreBench.with { bench in
            let names = ["A", "B", "C", "D"]
            let models = try await bench.models(names)
            let (prompt, responses) = try await bench.prompt("p", answeredBy: Array(zip(models, names)))
            _ = try await bench.prompt("lonely", answeredBy: [(models[0], "A")])
            try await bench.pool.query("UPDATE response SET identity_leak = true WHERE id = \(responses[1].uuid)")
            try await bench.pool.query("UPDATE model SET stage = 'retired' WHERE id = \(models[2].rawValue)")
            let catalogue = try await bench.catalogues.catalogue()
            #expect(catalogue.prompts.map(\.id) == [prompt.id], "a prompt with one answer offers no battle")
            #expect(Set(catalogue.prompts[0].responses.map(\.model)) == [models[0], models[3]])
            #expect(catalogue.models.count == 4)
        }
    }

    @Test func textsComeBackAsTheyWentIn() async throws {
        try await StoreBench.with { bench in
            let models = try await bench.models(["A"])
            let text = "quotes \" ' \\ newline \n tab \t 한국어 🙂 <script>"
            let (prompt, responses) = try await bench.prompt(text, answeredBy: [(models[0], "A")])
            let texts = try await bench.catalogues.texts(of: prompt.id, responses: responses, in: .main)
            #expect(texts.prompt == prompt)
            #expect(texts.responses.map(\.messages) == [["A on \(text)"]])
            let error = await #expect(throws: ArenaError.self) {
                try await bench.catalogues.texts(of: prompt.id, responses: [.random()], in: .main)
            }
            #expect(error?.code == .notFound)
        }
    }

    @Test func modelsAreStoredOnceWithSlugsOfTheirOwn() async throws {
        try await StoreBench.with { bench in
            let first = try await bench.models(["GPT-4", "gpt-4", "gpt-4 "])
            #expect(Set(first).count == 3)
            #expect(try await bench.models(["gpt-4", "GPT-4"]) == [first[1], first[0]])
            let catalogue = try await bench.catalogues.catalogue()
            #expect(Set(catalogue.models.map(\.slug)) == ["gpt-4", "gpt-4-2", "gpt-4-3"])
            let stages = try await bench.pool.query("SELECT count(*) FROM model_stage").single(Int64.self)
            #expect(stages == 3)
        }
    }

    @Test func concurrentWritersAgreeOnSlugs() async throws {
        try await StoreBench.with { bench in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        _ = try await bench.models(["Model X", "model  x\(String(repeating: " ", count: number))"])
                    }
                }
                try await group.waitForAll()
            }
            let catalogue = try await bench.catalogues.catalogue()
            #expect(catalogue.models.count == 7)
            #expect(Set(catalogue.models.map(\.slug)).count == 7)
        }
    }
}
