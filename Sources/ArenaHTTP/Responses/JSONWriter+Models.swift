import ArenaCore
import Ranking

// The groups of fields that several answers share.
extension JSONWriter {
    mutating func identity(of model: Model) {
        field("model", model.slug)
        field("name", model.name)
        field("organization", model.organization)
        field("license", model.license)
        field("input_price", model.inputPrice)
        field("output_price", model.outputPrice)
        field("context_tokens", model.contextTokens)
    }

    mutating func rating(_ rating: LeaderboardSnapshot.Rating?) {
        field("rating", rating?.rating)
        field("rating_lower", rating?.lower)
        field("rating_upper", rating?.upper)
        field("standard_error", rating?.standardError)
        field("rank", rating?.rank)
        field("rank_lower_bound", rating?.rankLowerBound)
    }

    mutating func tally(_ tally: Tally?) {
        field("battles", tally?.battles ?? 0)
        field("wins", tally?.wins ?? 0)
        field("losses", tally?.losses ?? 0)
        field("ties", tally?.ties ?? 0)
        field("both_bad", tally?.bothBad ?? 0)
    }
}
