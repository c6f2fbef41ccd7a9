import Testing

@testable import Ranking

@Suite("Boards by Elo") struct EloBoardTests {
    private func sequence(_ battles: [Battle], models: Int) -> BattleSequence {
        var sequence = BattleSequence(modelCount: models)
        for battle in battles { sequence.append(a: battle.a, b: battle.b, outcome: battle.outcome) }
        return sequence
    }

    @Test("ratings are those of the battles in their order, ranks those of the ratings")
    func order() {
        let battles = Battle.random(300, models: 6, seed: 1)
        let parameters = Elo.Parameters(k: 32, scale: 200, start: 1500)
        var elo = Elo(modelCount: 7, parameters: parameters)
        for battle in battles { elo.record(a: battle.a, b: battle.b, outcome: battle.outcome) }
        let board = EloBoard(sequence(battles, models: 7), parameters: parameters)
        #expect(board.rows.count == 6 && board.unrankable.map(\.model) == [6] && board.isOrderDependent)
        #expect(board.unrankable.map(\.reason) == [.noBattles])
        for (place, row) in board.rows.enumerated() {
            #expect(row.rating == RatingScale.published(elo.ratings[row.model]) && row.rank == place + 1)
            #expect(row.ratingLower == nil && row.ratingUpper == nil)
        }
        #expect(board != EloBoard(sequence(battles.reversed(), models: 7), parameters: parameters))
    }

    @Test("equal ratings share a rank")
    func ties() {
        let battles = [Battle(a: 0, b: 1, outcome: .modelA), Battle(a: 2, b: 3, outcome: .modelA)]
        let board = EloBoard(sequence(battles, models: 4))
        #expect(board.rows.map(\.model) == [0, 2, 1, 3] && board.rows.map(\.rank) == [1, 1, 3, 3])
    }

    @Test("permutations give intervals of what the order alone does, the same for the same seed")
    func permutations() {
        let battles = sequence(Battle.random(400, models: 5, seed: 2), models: 5)
        let asked = EloBoard.Permutations(rounds: 200, seed: 6)
        let board = EloBoard(battles, parameters: Elo.Parameters(k: 16), permutations: asked)
        #expect(board == EloBoard(battles, parameters: Elo.Parameters(k: 16), permutations: asked))
        #expect(
            board != EloBoard(battles, parameters: Elo.Parameters(k: 16), permutations: .init(rounds: 200, seed: 7))
        )
        for row in board.rows { #expect((row.ratingLower ?? 0) < (row.ratingUpper ?? 0)) }
        // Where all battles are the same the order is nothing.
        let same = sequence(Array(repeating: Battle(a: 0, b: 1, outcome: .modelA), count: 20), models: 2)
        for row in EloBoard(same, permutations: asked).rows {
            #expect(row.ratingLower == row.rating && row.ratingUpper == row.rating)
        }
    }
}
