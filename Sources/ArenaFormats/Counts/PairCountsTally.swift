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
        let (a, b) = (Array(battle.modelA.utf8), Array(battle.modelB.utf8))
        if let place = places[Pair(a: b, b: a)] {
            count(battle.outcome.swapped, at: place)
            return
        }
        let place = places[Pair(a: a, b: b)] ?? records.count
        if place == records.count {
            places[Pair(a: a, b: b)] = place
            records.append(PairCountRecord(modelA: battle.modelA, modelB: battle.modelB))
        }
        count(battle.outcome, at: place)
    }

    /// Appends the file of all counts.
    func write(_ writer: PairCountsWriter, into bytes: inout [UInt8]) {
        writer.start(into: &bytes)
        for record in records { writer.write(record, into: &bytes) }
    }

    private mutating func count(_ outcome: Outcome, at place: Int) {
        switch outcome {
        case .modelA: records[place].winsA += 1
        case .modelB: records[place].winsB += 1
        case .tie: records[place].ties += 1
        case .bothBad: records[place].bothBad += 1
        }
    }
}
