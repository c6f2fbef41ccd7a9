import Ranking
import Testing

@Suite("Elo")
struct EloTests {
    @Test("battle by battle, by hand")
    func byHand() {
        var elo = Elo(modelCount: 2, parameters: Elo.Parameters(k: 32, start: 1500))
        elo.record(a: 0, b: 1, outcome: .modelA)
        #expect(elo.ratings == [1516, 1484])
        // E = 1/(1 + 10^(−32/400)) = 0.5459219227.
        elo.record(a: 1, b: 0, outcome: .modelA)
        #expect(isClose(elo.ratings[0], 1516 - 32 * 0.545921922780, absolute: 1e-8))
        #expect(isClose(elo.ratings[0] + elo.ratings[1], 3000, absolute: 1e-9))
    }

    @Test("a tie between equals moves nothing, an upset moves more than an expected win")
    func sizes() {
        var elo = Elo(modelCount: 2)
        elo.record(a: 0, b: 1, outcome: .tie)
        elo.record(a: 0, b: 1, outcome: .bothBad)
        #expect(elo.ratings == [1000, 1000])
        for _ in 0..<50 { elo.record(a: 0, b: 1, outcome: .modelA) }
        #expect(elo.expectedScore(of: 0, against: 1) > 0.5)
        var expected = elo
        var upset = elo
        expected.record(a: 0, b: 1, outcome: .modelA)
        upset.record(a: 0, b: 1, outcome: .modelB)
        #expect(expected.ratings[0] - elo.ratings[0] < elo.ratings[0] - upset.ratings[0])
    }

    @Test("the order of the battles matters")
    func order() {
        let battles = [Battle(a: 0, b: 1, outcome: .modelA), Battle(a: 0, b: 1, outcome: .modelB)]
        var (forwards, backwards) = (Elo(modelCount: 2), Elo(modelCount: 2))
        for battle in battles { forwards.record(a: battle.a, b: battle.b, outcome: battle.outcome) }
        for battle in battles.reversed() { backwards.record(a: battle.a, b: battle.b, outcome: battle.outcome) }
        #expect(forwards.ratings != backwards.ratings)
    }

    @Test("base and scale set the odds, and a new model starts at the start")
    func parameters() {
        var elo = Elo(modelCount: 2, parameters: Elo.Parameters(k: 200, scale: 100, base: 3, start: 0))
        elo.record(a: 0, b: 1, outcome: .modelA)
        #expect(elo.ratings == [100, -100])
        #expect(isClose(elo.expectedScore(of: 0, against: 1), 0.9, absolute: 1e-14))
        elo.ensure(modelCount: 3)
        elo.ensure(modelCount: 1)
        #expect(elo.ratings == [100, -100, 0])
    }
}
