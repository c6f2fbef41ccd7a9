import Ranking

/// A published state with the covariance of its ratings, which tells what can be said of any two models.
public struct PairStandings: Sendable {
    /// The state.
    public let state: ArenaState
    private let analysis: RatingAnalysis?

    init(_ state: ArenaState) {
        self.state = state
        // Without one, no two models are rated.
        let counts = try? PairCounts(modelCount: state.catalogue.models.count, cells: state.cells)
        analysis = counts.flatMap { try? RatingAnalysis(counts: $0) }
    }

    /// A model against another.
    ///
    /// - Parameters:
    ///   - model: a place in the catalogue's models.
    ///   - opponent: another one.
    public func pair(_ model: Int, _ opponent: Int) -> PairOfModels {
        let place = (min(model, opponent), max(model, opponent))
        let cell = state.cells.first { ($0.first, $0.second) == place }
        return pair(model, opponent, cell)
    }

    /// A model against each that it met and that is shown, in the order of the board.
    public func opponents(of model: Int) -> [PairOfModels] {
        let catalogue = state.catalogue
        var met: [ModelID: PairOfModels] = [:]
        for cell in state.cells where cell.first == model || cell.second == model {
            let opponent = cell.first == model ? cell.second : cell.first
            guard cell.battles > 0, catalogue.models[opponent].stage.isShown else { continue }
            met[catalogue.models[opponent].id] = pair(model, opponent, cell)
        }
        return state.leaderboard.shownModels.compactMap { met[$0.id] }
    }

    private func pair(_ model: Int, _ opponent: Int, _ cell: PairCounts.Cell?) -> PairOfModels {
        let models = state.catalogue.models
        var record = Tally()
        if let cell {
            let isFirst = cell.first == model
            record = Tally(
                wins: isFirst ? cell.firstWins : cell.secondWins,
                losses: isFirst ? cell.secondWins : cell.firstWins,
                ties: cell.ties,
                bothBad: cell.bothBad
            )
        }
        let ratings = [model, opponent].map { state.leaderboard.row(of: models[$0].id)?.rating.rating }
        var difference: PairOfModels.Difference?
        if let rating = ratings[0], let other = ratings[1], let error = analysis?.differenceError(model, opponent) {
            let reach = Board.z95 * error
            difference = PairOfModels.Difference(
                rating: rating - other,
                standardError: error,
                lower: rating - other - reach,
                upper: rating - other + reach
            )
        }
        return PairOfModels(
            model: models[model],
            opponent: models[opponent],
            record: record,
            difference: difference,
            expectedScore: difference.map { WinProbability.of($0.rating, over: 0) },
            probabilityAbove: difference == nil ? nil : analysis?.probability(of: model, above: opponent)
        )
    }
}
