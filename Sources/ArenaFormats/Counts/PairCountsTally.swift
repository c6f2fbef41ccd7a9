import Ranking

/// Counts battles by pair of models, in the order in which the pairs are first met.
struct PairCountsTally: Sendable {
    /// Two names by their bytes, for `==` on strings would take different spellings of a character as one.
    private struct Pair: Hashable {
        let a: [UInt8]
        let b: [UInt8]
    }

    private(set) var records: [PairCountRecord] = []
    private var places: [Pair: Int] = [:]

    /// Counts a battle; either model may be shown first.
    mutating func add(_ battle: BattleRecord) {
        let (place, isSwapped) = place(of: battle.modelA, battle.modelB)
        switch isSwapped ? battle.outcome.swapped : battle.outcome {
        case .modelA: records[place].winsA += 1
        case .modelB: records[place].winsB += 1
        case .tie: records[place].ties += 1
        case .bothBad: records[place].bothBad += 1
        }
    }

    /// Adds the counts of a pair; either model may stand first.
    ///
    /// - Returns: false, with nothing added, where a sum is more than can be held.
    mutating func add(_ pair: PairCountRecord) -> Bool {
        let (place, isSwapped) = place(of: pair.modelA, pair.modelB)
        var sum = records[place]
        let sums = [
            sum.winsA.addingReportingOverflow(isSwapped ? pair.winsB : pair.winsA),
            sum.winsB.addingReportingOverflow(isSwapped ? pair.winsA : pair.winsB),
            sum.ties.addingReportingOverflow(pair.ties),
            sum.bothBad.addingReportingOverflow(pair.bothBad),
        ]
        guard !sums.contains(where: \.overflow) else { return false }
        let counts = sums.map(\.partialValue)
        (sum.winsA, sum.winsB, sum.ties, sum.bothBad) = (counts[0], counts[1], counts[2], counts[3])
        records[place] = sum
        return true
    }

    /// Where a pair stands, which is given a place now if it is new, and whether it stands there the other way round.
    private mutating func place(of modelA: String, _ modelB: String) -> (place: Int, isSwapped: Bool) {
        let (a, b) = (Array(modelA.utf8), Array(modelB.utf8))
        if let place = places[Pair(a: b, b: a)] { return (place, true) }
        if let place = places[Pair(a: a, b: b)] { return (place, false) }
        places[Pair(a: a, b: b)] = records.count
        records.append(PairCountRecord(modelA: modelA, modelB: modelB))
        return (records.count - 1, false)
    }

    /// Appends the file of all counts.
    func write(_ writer: PairCountsWriter, into bytes: inout [UInt8]) {
        writer.start(into: &bytes)
        for record in records { writer.write(record, into: &bytes) }
    }
}
