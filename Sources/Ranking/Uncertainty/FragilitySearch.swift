/// Looks for few votes without which a gap is turned.
struct FragilitySearch {
    /// Votes of one pair and outcome: taking one away does what taking any other of them does.
    struct Kind {
        /// The pair's place among the cells.
        let cell: Int
        let outcome: Outcome
        /// How many there are.
        var available: Int64
        /// By how much taking one away makes the gap smaller, to first order.
        let effect: Double
    }

    typealias Removal = [(kind: Kind, count: Int64)]

    /// The gap of two strengths, above zero.
    let gap: Double
    /// The kinds of votes that each make the gap smaller when taken away, most influential first.
    let kinds: [Kind]
    /// The others, which may do so with some of them.
    let others: [Kind]
    /// The gap without some votes; nil where that leaves no maximum.
    let gapWithout: (Removal) -> Double?

    /// A difference of strengths smaller than this is a tie, seen through rounding.
    private static let leastTurn = 1e-9

    /// What became of the order without some votes.
    private enum Order: Equatable {
        case kept
        case turned(Double)
        /// There is no maximum any more.
        case unknown
    }

    /// How many of the most influential votes it takes to first order; all where they would not do.
    var estimate: Int64 { estimate(kinds) }

    /// The smallest removal found, with the gap that it leaves; nil where none turns the order.
    ///
    /// - Parameter trials: how many sets may be tried beside those of the most influential votes and those of one kind.
    func smallest(trials: Int) -> (removal: Removal, gap: Double)? {
        var best: (removal: Removal, gap: Double)?
        func votes() -> Int64 { best.map { Self.count($0.removal) } ?? .max }
        func keep(_ found: Removal?) {
            guard let found, Self.count(found) < votes(), case .turned(let gap) = order(found) else { return }
            best = (found, gap)
        }
        keep(leastOfMost(kinds))
        if best == nil {
            // The last vote of a kind may be all that holds two models together.
            keep(
                leastOfMost(
                    kinds.map { kind in
                        var kind = kind
                        kind.available -= 1
                        return kind
                    }
                )
            )
        }
        // One kind alone, where the first order does not rule it out.
        for kind in kinds.prefix(best == nil ? 40 : 10) {
            let limit = min(kind.available, votes() - 1)
            guard limit > 0, kind.effect * Double(limit) > 0.5 * gap else { continue }
            let estimate = Int64(min((gap / kind.effect).rounded(.up), Double(limit)))
            keep(Self.least(from: max(estimate, 1), upTo: limit) { order([(kind, $0)]) != .kept }.map { [(kind, $0)] })
        }
        var left = trials
        // Sets of a few votes, where neither those of most influence nor those of one kind leave a maximum.
        for votes in 1...3 where best == nil && left > 0 { keep(any(of: Int64(votes), &left)) }
        while votes() > 1, best != nil, let fewer = oneFewer(than: votes(), &left) { keep(fewer) }
        return best
    }

    /// The least number of the most influential votes that turns the order; nil where none does.
    private func leastOfMost(_ kinds: [Kind]) -> Removal? {
        Self.least(from: estimate(kinds), upTo: kinds.reduce(0) { $0 + $1.available }) {
            order(Self.first($0, of: kinds)) != .kept
        }.map { Self.first($0, of: kinds) }
    }

    /// A set of one vote fewer that turns the order, as far as `trials` go.
    private func oneFewer(than votes: Int64, _ trials: inout Int) -> Removal? {
        func turns(_ removal: Removal) -> Bool {
            trials -= 1
            if case .turned = order(removal) { return true }
            return false
        }
        // All sets where they are few, else those with one vote of another kind.
        if votes <= 4, Self.combinations(likely.count, Int(votes - 1)) <= trials { return any(of: votes - 1, &trials) }
        var removal: Removal = kinds.map { ($0, 0) }
        for (place, taken) in Self.first(votes - 1, of: kinds).enumerated() { removal[place].count = taken.count }
        for out in removal.indices.reversed() where removal[out].count > 0 {
            for into in removal.indices.prefix(40)
            where into != out && removal[into].count < removal[into].kind.available && trials > 0 {
                removal[out].count -= 1
                removal[into].count += 1
                if turns(removal) { return removal }
                removal[out].count += 1
                removal[into].count -= 1
            }
        }
        return nil
    }

    /// Any set of so many votes that turns the order, if all can be tried.
    private func any(of votes: Int64, _ trials: inout Int) -> Removal? {
        guard Self.combinations(likely.count, Int(votes)) <= trials else { return nil }
        var counts = Array<Int64>(repeating: 0, count: likely.count)
        func search(from start: Int, _ rest: Int64) -> Removal? {
            guard rest > 0 else {
                trials -= 1
                let removal = Array(zip(likely, counts)).map { (kind: $0, count: $1) }
                if case .turned = order(removal) { return removal }
                return nil
            }
            for place in likely.indices[start...] where counts[place] < likely[place].available {
                counts[place] += 1
                if let found = search(from: place, rest - 1) { return found }
                counts[place] -= 1
            }
            return nil
        }
        return search(from: 0, votes)
    }

    /// The kinds that small sets are made of.
    private var likely: [Kind] { Array((kinds + others).prefix(24)) }

    private func order(_ removal: Removal) -> Order {
        guard let gap = gapWithout(removal) else { return .unknown }
        return gap < -Self.leastTurn ? .turned(gap) : .kept
    }

    private static func count(_ removal: Removal) -> Int64 { removal.reduce(0) { $0 + $1.count } }

    /// The number of sets of `size` votes of so many kinds, or more than can matter.
    private static func combinations(_ kinds: Int, _ size: Int) -> Int {
        var number = 1
        for place in 0..<size { number = number * (kinds + place) / (place + 1) }
        return number
    }

    /// The first so many votes of kinds.
    private static func first(_ votes: Int64, of kinds: [Kind]) -> Removal {
        var rest = votes
        var taken: Removal = []
        for kind in kinds {
            guard rest > 0 else { break }
            let count = min(rest, kind.available)
            taken.append((kind, count))
            rest -= count
        }
        return taken
    }

    /// How many votes it takes to first order.
    private func estimate(_ kinds: [Kind]) -> Int64 {
        var (rest, votes) = (gap, Int64(0))
        for kind in kinds {
            let needed = (rest / kind.effect).rounded(.up)
            if needed <= Double(kind.available) { return votes + max(Int64(needed), 1) }
            rest -= kind.effect * Double(kind.available)
            votes += kind.available
        }
        return votes
    }

    /// The least number up to `most` of which something holds, where it does not of fewer; nil where it holds of none.
    ///
    /// Looked for on both sides of the estimate in growing steps, which is mostly exact or nearly so, and then between.
    private static func least(from estimate: Int64, upTo most: Int64, where holds: (Int64) -> Bool) -> Int64? {
        guard estimate > 0, most > 0 else { return nil }
        var (low, high) = (Int64(0), min(estimate, most))
        var step: Int64 = 1
        if holds(high) {
            while high - step > 0, holds(high - step) {
                high -= step
                step *= 2
            }
            low = max(0, high - step)
        } else {
            repeat {
                guard high < most else { return nil }
                low = high
                high = min(most, high + step)
                step *= 2
            } while !holds(high)
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle }
        }
        return high
    }
}
