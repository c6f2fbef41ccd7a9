/// Battles with features, laid out for a fit: grouped by who was A and who was B, in blocks of four.
struct FeatureGroups: Sendable {
    typealias Block = SIMD4<Double>
    typealias Narrow = SIMD4<Float>

    /// The battles of `a` as A and `b` as B.
    struct Group: Sendable {
        let a: Int
        let b: Int
        /// Where they stand in their stretch.
        let blocks: Range<Int>
        /// What each weighs beside its own weight.
        let weight: Double
    }

    /// The battles of some groups, to be summed apart.
    struct Stretch: Sendable {
        let groups: Range<Int>
        /// What the battle was worth to A: 1, 0 or ½.
        fileprivate(set) var scores: [Narrow]
        /// The battle's weight; 0 where a block is not full.
        fileprivate(set) var weights: [Narrow]
        /// Block after block, each with four values of every feature.
        fileprivate(set) var values: [Narrow]
    }

    let modelCount: Int
    let featureCount: Int
    /// In ascending order of pairs, so that the same battles in another order of pairs give nearly the same sums.
    let groups: [Group]
    /// The groups in stretches of about as many battles each.
    private(set) var stretches: [Stretch]

    /// The battles of a stretch, in blocks of four.
    private static let stretch = 1 << 14
    /// Up to this number of models a table of all pairs takes 16 MB at most.
    private static let denseLimit = 2_000

    /// Lays out the battles among `members`, ascending, who become `0 ..< members.count`.
    ///
    /// - Parameter cells: the same battles counted, by place among the members.
    init(_ battles: FeaturedBattles, members: [Int], cells: [PairCounts.Cell], weighting: Weighting) {
        modelCount = members.count
        featureCount = battles.features.count
        let (keys, sizes, groupOf) = Self.keys(battles, members)
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        // The battles in the order of their groups.
        var starts = Array(repeating: 0, count: keys.count)
        var count = 0
        for place in order {
            starts[place] = count
            count += sizes[place]
        }
        var next = starts
        var sorted = Array<Int32>(repeating: 0, count: count)
        for (battle, place) in groupOf.enumerated() where place >= 0 {
            sorted[next[Int(place)]] = Int32(truncatingIfNeeded: battle)
            next[Int(place)] += 1
        }
        var weights: [Int: Double] = [:]
        if case .balancedPairs = weighting {
            for cell in cells {
                let weight = weighting.weight(battles: cell.battles)
                weights[cell.first * members.count + cell.second] = weight
                weights[cell.second * members.count + cell.first] = weight
            }
        }
        var groups: [Group] = []
        var bounds = [0]
        var blocks = 0
        for place in order {
            let size = (sizes[place] + 3) / 4
            let (a, b) = keys[place].quotientAndRemainder(dividingBy: members.count)
            groups.append(Group(a: a, b: b, blocks: blocks..<(blocks + size), weight: weights[keys[place]] ?? 1))
            blocks += size
            if blocks >= Self.stretch {
                bounds.append(groups.count)
                blocks = 0
            }
        }
        if blocks > 0 { bounds.append(groups.count) }
        stretches = Parallel.map(bounds.count - 1) { [sorted, starts, groups, bounds] number in
            let range = bounds[number]..<bounds[number + 1]
            var stretch = Stretch(groups: range, blocks: groups[range.upperBound - 1].blocks.upperBound, battles)
            for index in range {
                let (start, size) = (starts[order[index]], sizes[order[index]])
                for place in 0..<size {
                    let slot = 4 * groups[index].blocks.lowerBound + place
                    stretch.set(slot, battles, Int(sorted[start + place]))
                }
            }
            return stretch
        }
        self.groups = groups
    }

    /// The ordered pairs of members that met, how often each did, and to which each battle belongs.
    private static func keys(
        _ battles: FeaturedBattles,
        _ members: [Int]
    ) -> (keys: [Int], sizes: [Int], groupOf: [Int32]) {
        var index = Array<Int32>(repeating: -1, count: battles.modelCount)
        for (new, old) in members.enumerated() { index[old] = Int32(new) }
        func key(_ pair: UInt64) -> Int? {
            let (a, b) = (index[Int(pair >> 32)], index[Int(pair & 0xFFFF_FFFF)])
            return a >= 0 && b >= 0 ? Int(a) * members.count + Int(b) : nil
        }
        // A table of all ordered pairs where that is small, else of those met.
        let isDense = members.count <= denseLimit
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
        return (keys, sizes, groupOf)
    }

    /// The same battles, each as often as if drawn anew: a Poisson number of times with mean 1.
    func resampled(_ random: inout Random) -> FeatureGroups {
        var drawn = self
        for stretch in stretches.indices {
            for block in stretches[stretch].weights.indices {
                for lane in 0..<4 where stretches[stretch].weights[block][lane] > 0 {
                    drawn.stretches[stretch].weights[block][lane] *= Float(random.poisson(1))
                }
            }
        }
        return drawn
    }

    /// A battle of each outcome that happened, for each group, the lower model first.
    var outcomesMet: [PairCounts.Cell] {
        stretches.flatMap { stretch in
            stretch.groups.map { index in
                let group = groups[index]
                var cell = PairCounts.Cell(first: group.a, second: group.b)
                for block in group.blocks {
                    for lane in 0..<4 where stretch.weights[block][lane] > 0 {
                        let score = stretch.scores[block][lane]
                        if score == 1 {
                            cell.firstWins = 1
                        } else if score == 0 {
                            cell.secondWins = 1
                        } else {
                            cell.ties = 1
                        }
                    }
                }
                return cell.relabelled(group.a, group.b)
            }
        }
    }

    /// Weighted mean and population standard deviation of each feature.
    func moments() -> (means: [Double], deviations: [Double]) {
        let weights = Parallel.map(stretches.count) { stretch in
            stretches[stretch].weights.reduce(Block.zero) { $0 + Block($1) }.sum()
        }
        let count = weights.reduce(0, +)
        let means = sums { value, _ in value }.map { count > 0 ? $0 / count : 0 }
        let squares = sums { value, feature in
            let gap = value - means[feature]
            return gap * gap
        }
        return (means, squares.map { count > 0 ? ($0 / count).squareRoot() : 0 })
    }

    /// The weighted sum over all battles of what `term` makes of each feature.
    private func sums(_ term: @Sendable (_ value: Block, _ feature: Int) -> Block) -> [Double] {
        let parts = Parallel.map(stretches.count) { number in
            let stretch = stretches[number]
            var sums = Array(repeating: CompensatedBlock(), count: featureCount)
            for block in stretch.weights.indices {
                let weight = Block(stretch.weights[block])
                for feature in 0..<featureCount {
                    sums[feature] += weight * term(Block(stretch.values[block * featureCount + feature]), feature)
                }
            }
            return sums.map(\.total)
        }
        return (0..<featureCount).map { feature in
            var sum = CompensatedSum()
            for part in parts {
                sum += part[feature].parts.sum
                sum += part[feature].parts.error
            }
            return sum.value
        }
    }
}

extension FeatureGroups.Stretch {
    /// Room for so many blocks of battles with features as those.
    fileprivate init(groups: Range<Int>, blocks: Int, _ battles: FeaturedBattles) {
        self.groups = groups
        scores = Array(repeating: .zero, count: blocks)
        weights = scores
        values = Array(repeating: .zero, count: blocks * battles.features.count)
    }

    /// Puts a battle into a slot, four to a block.
    @inline(__always)
    fileprivate mutating func set(_ slot: Int, _ battles: FeaturedBattles, _ battle: Int) {
        let (block, lane) = (slot / 4, slot % 4)
        let count = battles.features.count
        scores[block][lane] = Float(battles.outcomes[battle].scoreOfA)
        weights[block][lane] = battles.weights[battle]
        for feature in 0..<count {
            values[block * count + feature][lane] = battles.values[battle * count + feature]
        }
    }
}
