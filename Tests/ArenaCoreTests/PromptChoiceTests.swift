import Foundation
import Ranking
import Testing

@testable import ArenaCore

@Suite struct PromptChoiceTests {
    /// Three models; a prompt in English that the first two answered, one in Korean that the last two answered, one that all did.
    private static let catalogue: Catalogue = {
        let models = (1...3).map { number in
            Model(id: ModelID(rawValue: Int32(number)), slug: "m\(number)", name: "M\(number)", firstSeen: Date())
        }
        func prompt(_ answered: [Int], _ language: String?, _ tags: [String], _ length: PromptLength?)
            -> Catalogue.PromptReference
        {
            Catalogue.PromptReference(
                id: .random(),
                responses: answered.map { Catalogue.ResponseReference(id: .random(), model: models[$0].id) },
                traits: Traits(language: language, tags: tags),
                length: length
            )
        }
        return Catalogue(
            revision: 1,
            stream: .main,
            models: models,
            prompts: [
                prompt([0, 1], "en", ["code"], .short), prompt([1, 2], "ko", ["code", "math"], .long),
                prompt([0, 1, 2], nil, [], nil),
            ]
        )
    }()

    @Test(arguments: [
        (PromptChoice(), [[0, 1], [0, 2], [1, 2]]),
        (PromptChoice(language: "en"), [[0, 1]]),
        (PromptChoice(category: "code"), [[0, 1], [1, 2]]),
        (PromptChoice(language: "ko", category: "math", length: .long), [[1, 2]]),
        (PromptChoice(language: "en", category: "math"), []),
        (PromptChoice(length: .medium), []),
    ])
    func onlyPairsWithSuchAPromptAreOnOffer(choice: PromptChoice, pairs: [[Int]]) {
        let offer = PairsOnOffer(Self.catalogue, choice: choice)
        #expect(offer.pairs.map { [$0.first, $0.second] } == pairs)
    }

    @Test func drawsKeepToTheChoiceAndItsProbabilities() throws {
        let state = ArenaState(
            revision: 1,
            catalogue: Self.catalogue,
            leaderboard: LeaderboardSnapshot(
                models: Self.catalogue.models,
                counts: PairCounts(modelCount: 3),
                positions: [:],
                fittedAt: Date(),
                isSample: false
            ),
            draws: DrawTable(PairsOnOffer(Self.catalogue), counts: PairCounts(modelCount: 3)),
            cells: [PairCounts.Cell(first: 0, second: 1, firstWins: 50, secondWins: 50)]
        )
        let chosen = ChosenDraws()
        var generator = SystemRandomNumberGenerator()
        var drawn: [Identifier<Prompt>: Int] = [:]
        for _ in 0..<200 {
            let draw = try #require(chosen.draws(of: PromptChoice(category: "code"), in: state).draw(using: &generator))
            drawn[draw.prompt, default: 0] += 1
            #expect(draw.probability > 0 && draw.probability < 1)
        }
        #expect(Set(drawn.keys) == Set(Self.catalogue.prompts.prefix(2).map(\.id)))
        let offers = chosen.draws(of: PromptChoice(category: "code"), in: state).offers
        #expect(abs(offers.map(\.2).reduce(0, +) - 1) < 1e-12)
        #expect(offers[0].2 < offers[1].2, "the pair that met is drawn less often")
        #expect(chosen.draws(of: PromptChoice(language: "fr"), in: state).isEmpty)
    }

    @Test func theOverviewCountsWhatIsOnOffer() {
        let overview = PromptOverview(Self.catalogue)
        #expect(overview.prompts == 3)
        #expect(overview.languages == [.init(name: "en", prompts: 1), .init(name: "ko", prompts: 1)])
        #expect(overview.categories == [.init(name: "code", prompts: 2), .init(name: "math", prompts: 1)])
        #expect(overview.lengths == [.init(name: "short", prompts: 1), .init(name: "long", prompts: 1)])
    }

    @Test(arguments: [(0, PromptLength.short), (140, .short), (141, .medium), (1_000, .medium), (1_001, .long)])
    func lengthsHaveBounds(characters: Int, length: PromptLength) {
        #expect(PromptLength(characters: characters) == length)
    }
}
