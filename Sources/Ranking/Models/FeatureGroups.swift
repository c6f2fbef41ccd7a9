/// Battles with features, laid out for a fit: grouped by who was A and who was B, in blocks of four.
struct FeatureGroups: Sendable {
    typealias Block = SIMD4<Double>
    typealias Narrow = SIMD4<Float>

    /// The battles of `a` as A and `b` as B.
    struct Group: Sendable {
        let a: Int
        let b: Int
        let blocks: Range<Int>
    }

    let modelCount: Int
    let featureCount: Int
    private(set) var groups: [Group] = []
    /// What the battle was worth to A: 1, 0 or ½.
    private(set) var scores: [Narrow] = []
    /// The battle's weight; 0 where a block is not full.
    private(set) var weights: [Narrow] = []
    /// Block after block, each with four values of every feature.
    private(set) var values: [Narrow] = []

    /// The groups in stretches of about as many battles each, to be summed apart.
    private(set) var stretches: [Range<Int>] = []

    /// The battles of a stretch, in blocks of four.
    private static let stretch = 1 << 14
    /// Up to this number of models a table of all pairs takes 16 MB at most.
    private static let denseLimit = 2_000

    /// Lays out the battles among `members`, ascending, who become `0 ..< members.count`.
    init(_ battles: FeaturedBattles, members: [Int]) {
        var index = Array<Int32>(repeating: -1, count: battles.modelCount)
        for (new, old) in members.enumerated() { index[old] = Int32(new) }
        modelCount = members.count
        featureCount = battles.features.count
        func key(_ pair: UInt64) -> Int? {
            let (a, b) = (index[Int(pair >> 32)], index[Int(pair & 0xFFFF_FFFF)])
            return a >= 0 && b >= 0 ? Int(a) * members.count + Int(b) : nil
        }
        // A table of all ordered pairs where that is small, else of those met.
        let isDense = members.count <= Self.denseLimit
        var table = Array<Int32>(repeating: -1, count: isDense ? members.count * members.count : 0)
        var places: [Int: Int] = [:]
        var keys: [Int] = []
        var sizes: [Int] = []
        var groupOf = Array<Int32>(repeating: -1, count: battles.count)
        for (battle, pair) in battles.pairs.enumerated() {
            guard let key = key(pair) else { continue }
            let place: Int
            if let known = isDense ? (table[key] >= 0 ? Int(table[key]) : nil) : places[key] {
                place = known
            } else {
                place = keys.count
                if isDense { table[key] = Int32(place) } else { places[key] = place }
                keys.append(key)
                sizes.append(0)
            }
            sizes[place] += 1
            groupOf[battle] = Int32(place)
        }
        // In ascending order of pairs, so that the same battles in another order of pairs give nearly the same sums.
        var starts = Array(repeating: 0, count: keys.count)
        var blocks = 0
        for place in keys.indices.sorted(by: { keys[$0] < keys[$1] }) {
            starts[place] = blocks * 4
            let count = (sizes[place] + 3) / 4
            groups.append(
                Group(a: keys[place] / members.count, b: keys[place] % members.count, blocks: blocks..<(blocks + count))
            )
            blocks += count
        }
        var first = 0
        for (place, group) in groups.enumerated()
        where group.blocks.upperBound - groups[first].blocks.lowerBound >= Self.stretch || place == groups.count - 1 {
            stretches.append(first..<(place + 1))
            first = place + 1
        }
        scores = Array(repeating: .zero, count: blocks)
        weights = Array(repeating: .zero, count: blocks)
        values = Array(repeating: .zero, count: blocks * featureCount)
        for battle in 0..<battles.count where groupOf[battle] >= 0 {
            let slot = starts[Int(groupOf[battle])]
            starts[Int(groupOf[battle])] += 1
            let (block, lane) = (slot / 4, slot % 4)
            scores[block][lane] = Float(battles.outcomes[battle].scoreOfA)
            weights[block][lane] = battles.weights[battle]
            for feature in 0..<featureCount {
                values[block * featureCount + feature][lane] = battles.values[battle * featureCount + feature]
            }
        }
    }

    /// The same battles, each as often as if drawn anew: a Poisson number of times with mean 1.
    func resampled(_ random: inout Random) -> FeatureGroups {
        var drawn = self
        for block in weights.indices {
            for lane in 0..<4 where weights[block][lane] > 0 {
                drawn.weights[block][lane] *= Float(random.poisson(1))
            }
        }
        return drawn
    }

    /// A battle of each outcome that happened, by pair, the lower model first.
    var outcomesMet: [PairCounts.Cell] {
        groups.map { group in
            var cell = PairCounts.Cell(first: group.a, second: group.b)
            for block in group.blocks {
                for lane in 0..<4 where weights[block][lane] > 0 {
                    let score = scores[block][lane]
                    if score == 1 {
                        cell.firstWins = 1
                    } else if score == 0 {
                        cell.secondWins = 1
                    } else {
                        cell.ties = 1
                    }
                }
            }
            return cell.relabelled(min(group.a, group.b), max(group.a, group.b))
        }
    }

    /// Weighted mean and population standard deviation of each feature.
    func moments() -> (means: [Double], deviations: [Double]) {
        var total = Block.zero
        var sums = Array(repeating: CompensatedBlock(), count: featureCount)
        for block in weights.indices {
            let weight = Block(weights[block])
            total += weight
            for feature in 0..<featureCount {
                sums[feature] += weight * Block(values[block * featureCount + feature])
            }
        }
        let count = total.sum()
        let means = sums.map { count > 0 ? $0.total.value / count : 0 }
        var squares = Array(repeating: CompensatedBlock(), count: featureCount)
        for block in weights.indices {
            let weight = Block(weights[block])
            for feature in 0..<featureCount {
                let gap = Block(values[block * featureCount + feature]) - means[feature]
                squares[feature] += weight * gap * gap
            }
        }
        return (means, squares.map { count > 0 ? ($0.total.value / count).squareRoot() : 0 })
    }
}
