import Ranking
import Testing

/// Exact fits of public data, computed elsewhere: ratings to a millionth of a point, errors to a millionth of themselves.
@Suite("Against exact references")
struct ReferenceTests {
    @Test(
        "human judgments of 59 models",
        .enabled(if: ReferenceData.isPresent("llmfao"), "../shared/data/llmfao is not there: reference fit not checked")
    )
    func llmfao() throws {
        let data = try ReferenceData.llmfao()
        let board = try check(data)
        #expect(board.unrankable.isEmpty)
    }

    @Test(
        "international football, 337 teams of which 316 are comparable",
        .enabled(
            if: ReferenceData.isPresent("football"),
            "../shared/data/football is not there: reference fit not checked"
        )
    )
    func football() throws {
        let data = try ReferenceData.football()
        let board = try check(data)
        let reasons = Dictionary(grouping: board.unrankable, by: \.reason).mapValues(\.count)
        #expect(reasons == [.neverWon: 14, .neverLost: 4, .notConnected: 3])
        let unconnected = board.unrankable.filter { $0.reason == .notConnected }.map { data.names[$0.model] }
        #expect(unconnected == ["Ambazonia", "Chechnya", "Mapuche"])
        #expect(ComparisonGraph(data.counts).components.count == 21)
    }

    private func check(_ data: ReferenceData) throws -> Board {
        let expected = data.reference.bt_mle
        let board = Board.bradleyTerry(counts: data.counts)
        #expect(board.converged)
        #expect(board.battlesTotal == data.reference.battles)
        #expect(board.battlesFitted == expected.battles)
        #expect(board.rows.count == expected.model.count)
        #expect(board.rows.count + board.unrankable.count == data.reference.models)
        let rows = Dictionary(uniqueKeysWithValues: board.rows.map { (data.names[$0.model], $0) })
        for (place, name) in expected.model.enumerated() {
            let row = try #require(rows[name])
            #expect(isClose(row.rating, expected.rating[place], absolute: 1e-6), "\(name)")
            #expect(isClose(row.standardError, expected.se[place], relative: 1e-6), "\(name)")
            #expect(isClose(row.ratingLower, expected.lower[place], absolute: 1e-5), "\(name)")
            #expect(isClose(row.ratingUpper, expected.upper[place], absolute: 1e-5), "\(name)")
            #expect(row.rank == expected.rank_ub[place], "\(name)")
            #expect(row.rankLowerBound == expected.rank_lb[place], "\(name)")
        }
        try checkFit(data)
        return board
    }

    private func checkFit(_ data: ReferenceData) throws {
        let expected = data.reference.bt_mle
        let members = Dictionary(uniqueKeysWithValues: expected.model.enumerated().map { ($1, $0) })
        var counts = PairCounts(modelCount: expected.model.count)
        for cell in data.counts.cells {
            guard let a = members[data.names[cell.first]], let b = members[data.names[cell.second]] else { continue }
            counts.add(a: a, b: b, outcome: .modelA, count: cell.firstWins)
            counts.add(a: a, b: b, outcome: .modelB, count: cell.secondWins)
            counts.add(a: a, b: b, outcome: .tie, count: cell.ties)
        }
        let fit = try BradleyTerry.fit(counts)
        #expect(isClose(fit.logLikelihood, expected.loglik, relative: 1e-12))
        let sandwich = Sandwich(of: fit)
        let anchor = try #require(members[expected.anchor_example.anchor])
        for place in expected.model.indices {
            let inverseHessian = RatingScale.pointsPerStrength * sandwich.inverseHessianVariances[place].squareRoot()
            #expect(isClose(inverseHessian, expected.se_inverse_hessian[place], relative: 1e-9))
            let difference = RatingScale.pointsPerStrength * sandwich.differenceVariance(place, anchor).squareRoot()
            #expect(
                isClose(difference, expected.anchor_example.se_of_difference[place], absolute: 1e-9, relative: 1e-9)
            )
        }
    }
}
