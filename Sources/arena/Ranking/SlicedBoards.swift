import ArenaCore
import Foundation
import Ranking

/// The boards of battles that stand in columns.
struct SlicedBoards {
    /// The battles.
    let columns: BattleColumns
    /// Where the columns' models stand in the catalogue.
    let places: [Int]
    let catalogue: Catalogue
    /// The last entry of the log, or the number of battles.
    let seq: Int64
    let method: MethodOptions
    /// Which battles they are altogether.
    let filter: BattleFilter
    /// What was asked for beyond its slice.
    let filters: [String]
    let wantsAnalysis: Bool

    /// The board of each slice, by all processors; a part of them that has no such board is named and left out.
    func boards(of slices: [Slice]) throws -> [RankedBoard] {
        var bar = ProgressBar("ranking")
        defer { bar.finish() }
        let tallies = SliceTally.tallies(of: slices, in: columns)
        var boards: [RankedBoard] = []
        let together = ProcessInfo.processInfo.activeProcessorCount
        for start in stride(from: 0, to: tallies.count, by: together) {
            let some = tallies[start..<min(start + together, tallies.count)]
            let made = Parallel.map(some.count) { place in Result { try board(some[start + place]) } }
            for (tally, result) in zip(some, made) {
                do {
                    boards.append(try result.get())
                } catch let refusal as Refusal where tally.slice != .overall {
                    Console.note("\(Console.printable(tally.slice.name)) is left out: \(refusal)")
                }
            }
            bar.update(fraction: Double(some.endIndex) / Double(tallies.count), count: some.endIndex)
        }
        return boards
    }

    private func board(_ tally: SliceTally) throws -> RankedBoard {
        let models = catalogue.models.count
        var weighted: WeightedCounts?
        if method.weights == .drawProbability {
            let known = columns.weighted(of: tally.slice, places: places, modelCount: models)
            guard known.counts.total == tally.counts.total else {
                throw Refusal(
                    "\(tally.counts.total - known.counts.total) of the battles have no recorded probability between 0 and 1."
                )
            }
            weighted = known
        }
        var elo = [Double?](repeating: nil, count: catalogue.models.count)
        for (place, rating) in zip(places, tally.elo.ratings) { elo[place] = rating }
        return try OfflineBoard.ranked(
            tally.counts.relabelled(intoPlaces: places, of: catalogue.models.count),
            elo: { [elo] in elo },
            upTo: seq,
            catalogue: catalogue,
            method: method,
            slice: tally.slice == .overall ? filter.slice : tally.slice,
            filters: (tally.slice == .overall ? [] : filter.sliceTerms) + filters,
            featured: try featured(tally.slice),
            weighted: weighted,
            sequence: method.followsElo
                ? columns.sequence(of: tally.slice, places: places, modelCount: models) : nil,
            wantsAnalysis: wantsAnalysis
        )
    }

    private func featured(_ slice: Slice) throws -> FeaturedBattles? {
        guard let style = method.styleControl else { return nil }
        let known = columns.featured(
            of: slice,
            by: style.names,
            weighsByDraw: method.weights == .drawProbability
        )
        let sources = style.names.map { name in (name, known.features.firstIndex(of: name)) }
        return known.rearranged(sources).relabelled(by: places, modelCount: catalogue.models.count)
    }
}
