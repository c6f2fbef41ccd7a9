import ArenaCore
import ArenaTestSupport
import Ranking
import Testing

@Suite struct SamplingTests {
    @Test func probabilitiesSumToOneAndHaveAFloor() {
        let probabilities = SamplingPolicy.probabilities(gains: [0, 1, 3, 0.5, 0])
        #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
        let floor = SamplingPolicy.uniformShare / 5
        #expect(probabilities.allSatisfy { $0 >= floor - 1e-15 })
        #expect(abs(probabilities[2] - (floor + 0.9 * 3 / 4.5)) < 1e-12)
    }

    @Test(arguments: [[0, 0, 0], [Double.infinity, 1, 1], [Double.nan, 1, 1]])
    func withoutUsableGainsAllPairsAreEqual(gains: [Double]) {
        let third = 1.0 / 3
        #expect(SamplingPolicy.probabilities(gains: gains) == [third, third, third])
    }

    @Test func drawsPairsAsOftenAsItSays() async throws {
        let arena = MemoryArena(models: ["Alder", "Birch", "Cedar"], prompts: 3)
        let catalogue = try await arena.catalogue()
        var counts = PairCounts(modelCount: 3)
        counts.add(a: 0, b: 1, outcome: .modelA, count: 40)
        counts.add(a: 0, b: 1, outcome: .modelB, count: 40)
        counts.add(a: 1, b: 2, outcome: .tie, count: 5)
        let table = DrawTable(PairsOnOffer(catalogue), counts: counts)
        let offers = table.offers
        #expect(offers.count == 3)
        #expect(offers[1].2 > offers[2].2 && offers[2].2 > offers[0].2, "the fewer battles, the likelier")
        var generator = SeededGenerator(seed: 11)
        var drawn: [Set<ModelID>: Int] = [:]
        var firstOnA = 0
        let rounds = 20_000
        for _ in 0..<rounds {
            let draw = try #require(table.draw(using: &generator))
            #expect(draw.sideA.model != draw.sideB.model)
            drawn[[draw.sideA.model, draw.sideB.model], default: 0] += 1
            if draw.sideA.model < draw.sideB.model { firstOnA += 1 }
            let offer = offers.first { offer in
                [offer.0, offer.1].allSatisfy { slug in
                    [draw.sideA.model, draw.sideB.model].contains(catalogue.model(slug: slug)?.id)
                }
            }
            #expect(offer?.2 == draw.probability)
        }
        for (left, right, probability) in offers {
            let pair = Set([left, right].compactMap { catalogue.model(slug: $0)?.id })
            let share = Double(drawn[pair] ?? 0) / Double(rounds)
            #expect(abs(share - probability) < 0.02)
        }
        #expect(abs(Double(firstOnA) / Double(rounds) - 0.5) < 0.02, "the sides are a fair coin")
    }

    @Test func onlyModelsWithASharedPromptAreDrawn() async throws {
        let arena = MemoryArena(models: ["Alder", "Birch", "Cedar"], prompts: 2)
        let full = try await arena.catalogue()
        let ids = full.models.map(\.id)
        let prompts = [
            Catalogue.PromptReference(
                id: full.prompts[0].id,
                responses: full.prompts[0].responses.filter { $0.model != ids[2] }
            ),
            Catalogue.PromptReference(
                id: full.prompts[1].id,
                responses: full.prompts[1].responses.filter { $0.model == ids[2] }
            ),
        ]
        let catalogue = Catalogue(revision: 1, stream: .main, models: full.models, prompts: prompts)
        let table = DrawTable(PairsOnOffer(catalogue), counts: PairCounts(modelCount: 3))
        #expect(table.offers.map { [$0.0, $0.1] } == [["alder", "birch"]])
        #expect(table.offers.map(\.2) == [1])
        let none = DrawTable(PairsOnOffer(.empty), counts: PairCounts(modelCount: 0))
        var generator = SeededGenerator(seed: 1)
        #expect(none.isEmpty && none.draw(using: &generator) == nil)
    }
}
