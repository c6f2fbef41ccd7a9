/// The battles of one pair that ended alike and weigh the same.
struct WeightGroup: Sendable {
    /// Who won, the lower model being the first.
    enum Ending: UInt8, Sendable {
        case firstWins, secondWins, draw

        init(_ outcome: Outcome) {
            switch outcome {
            case .modelA: self = .firstWins
            case .modelB: self = .secondWins
            case .tie, .bothBad: self = .draw
            }
        }

        var swapped: Ending {
            switch self {
            case .firstWins: .secondWins
            case .secondWins: .firstWins
            case .draw: .draw
            }
        }
    }

    /// What they have in common, `first < second`.
    struct Key: Hashable, Comparable {
        let first: Int
        let second: Int
        let ending: Ending
        let weight: Double

        static func < (left: Key, right: Key) -> Bool {
            (left.first, left.second, left.ending.rawValue, left.weight)
                < (right.first, right.second, right.ending.rawValue, right.weight)
        }

        /// The key of models with other indices.
        func relabelled(_ one: Int, _ other: Int) -> Key {
            Key(
                first: min(one, other),
                second: max(one, other),
                ending: one < other ? ending : ending.swapped,
                weight: weight
            )
        }

        /// The key of another weight.
        func weighing(_ weight: Double) -> Key { Key(first: first, second: second, ending: ending, weight: weight) }
    }

    let key: Key
    let count: Int64
}

extension [WeightGroup] {
    /// The sums by pair of groups that come in ascending order.
    var cells: [WeightedCell] { cells { Double($0) } }

    /// A cell for every pair, each group with as many battles as `number` says of the count it has.
    func cells(_ number: (Int64) -> Double) -> [WeightedCell] {
        var cells: [WeightedCell] = []
        for group in self {
            let key = group.key
            if cells.last?.first != key.first || cells.last?.second != key.second {
                cells.append(WeightedCell(first: key.first, second: key.second))
            }
            let count = number(group.count)
            let mass = WeightedCell.Mass(weight: count * key.weight, square: count * key.weight * key.weight)
            switch key.ending {
            case .firstWins: cells[cells.count - 1].firstWins.add(mass)
            case .secondWins: cells[cells.count - 1].secondWins.add(mass)
            case .draw: cells[cells.count - 1].draws.add(mass)
            }
        }
        return cells
    }
}
