import ArenaCore
import ArenaHTTP
import Foundation
import Ranking

/// What a fit says of every two models of a board, the higher one first: the difference of their ratings, how sure it is, and who
/// should win how often.
struct PairFigures {
    private struct Pair: Encodable {
        let modelA: String
        let modelB: String
        let ratingDifference: Double
        let standardError: Double
        let lower: Double
        let upper: Double
        let probabilityAbove: Double
        let winProbability: Double
        /// Nil by a model that has no draws.
        let drawProbability: Double?
        let expectedScore: Double
    }

    private let pairs: [Pair]

    /// - Throws: `Refusal` for a board without a fit.
    init(_ ranked: RankedBoard) throws {
        guard let analysis = ranked.analysis else {
            throw Refusal("--pairs goes with boards that are fitted; Elo ratings have no errors.")
        }
        let rows = analysis.board.rows.enumerated().filter { ranked.models[$1.model].stage.isShown }
        let (scores, wins, draws) = (analysis.winMatrix(), analysis.winProbabilities(), analysis.drawProbabilities())
        var pairs: [Pair] = []
        for (place, (above, upper)) in rows.enumerated() {
            for (below, lower) in rows.dropFirst(place + 1) {
                let difference = upper.rating - lower.rating
                let error = analysis.differenceError(upper.model, lower.model) ?? 0
                let interval = analysis.differenceInterval(upper.model, lower.model) ?? (difference, difference)
                pairs.append(
                    Pair(
                        modelA: ranked.models[upper.model].name,
                        modelB: ranked.models[lower.model].name,
                        ratingDifference: RatingScale.published(difference),
                        standardError: RatingScale.published(error),
                        lower: RatingScale.published(interval.lower),
                        upper: RatingScale.published(interval.upper),
                        probabilityAbove: analysis.probability(of: upper.model, above: lower.model) ?? 0.5,
                        winProbability: wins[above][below],
                        drawProbability: draws?[above][below],
                        expectedScore: scores[above][below]
                    )
                )
            }
        }
        self.pairs = pairs
    }

    /// JSON for a path that ends in `.json`, else CSV.
    func data(for path: String) throws -> Data {
        if path.hasSuffix(".json") {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = .sortedKeys
            return try encoder.encode(pairs) + Data("\n".utf8)
        }
        var text = CSVTable.line([
            "model_a", "model_b", "rating_difference", "standard_error", "lower", "upper", "probability_above",
            "win_probability", "draw_probability", "expected_score",
        ])
        for pair in pairs {
            let figures: [Double?] = [
                pair.ratingDifference, pair.standardError, pair.lower, pair.upper, pair.probabilityAbove,
                pair.winProbability, pair.drawProbability, pair.expectedScore,
            ]
            text += CSVTable.line([pair.modelA, pair.modelB] + figures.map { $0.map { String($0) } ?? "" })
        }
        return Data(text.utf8)
    }
}
