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
        fileprivate(set) var weights: [Block]
        /// Block after block, each with four values of every feature.
        fileprivate(set) var values: [Block]
    }

    /// Where a battle is among all, and how it ended: in one word, as it is looked for in no order.
    fileprivate struct Sorted: Sendable {
        private let word: UInt64

        init(battle: Int, outcome: Outcome) { word = UInt64(battle) << 2 | UInt64(outcome.rawValue) }

        var battle: Int { Int(word >> 2) }
        var score: Float { Self.scores[Int(word & 3)] }

        private static let scores = Outcome.allCases.map { Float($0.scoreOfA) }
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
        let order = keys.indices.filter { sizes[$0] > 0 }.sorted { keys[$0] < keys[$1] }
        // The battles in the order of their groups.
        var starts = Array(repeating: 0, count: keys.count)
        var count = 0
        for place in order {
            starts[place] = count
            count += Int(sizes[place])
        }
        let sorted = Self.sorted(battles, groupOf, starts: starts, count: count)
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
            let size = (Int(sizes[place]) + 3) / 4
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
            let sizes = range.map { Int(sizes[order[$0]]) }
            let start = starts[order[range.lowerBound]]
            return Stretch(
                range,
                groups[range].map(\.blocks),
                sorted.span.extracting(start..<start + sizes.reduce(0, +)),
                sizes,
                battles
            )
        }
        self.groups = groups
    }

    /// The ordered pairs of members that may have met, how often each did, and to which each battle belongs.
    private static func keys(
        _ battles: FeaturedBattles,
        _ members: [Int]
    ) -> (keys: [Int], sizes: [Int32], groupOf: [Int32]) {
        var index = Array<Int32>(repeating: -1, count: battles.modelCount)
        for (new, old) in members.enumerated() { index[old] = Int32(new) }
        let (pairs, count) = (battles.pairs.span, members.count)
        var groupOf = Array<Int32>(repeating: -1, count: battles.count)
        var sizes: [Int32]
        var keys: [Int]
        // A table of all ordered pairs where that is small, else of those met.
        if count <= denseLimit {
            keys = Array(0..<count * count)
            sizes = Array(repeating: 0, count: keys.count)
            var groups = groupOf.mutableSpan
            var counts = sizes.mutableSpan
            for battle in pairs.indices {
                let (a, b) = (index[Int(pairs[battle] >> 32)], index[Int(pairs[battle] & 0xFFFF_FFFF)])
                guard a >= 0, b >= 0 else { continue }
                let key = Int(a) &* count &+ Int(b)
                groups[battle] = Int32(truncatingIfNeeded: key)
                counts[key] &+= 1
            }
        } else {
            (keys, sizes) = ([], [])
            var places: [Int: Int] = [:]
            for battle in pairs.indices {
                let (a, b) = (index[Int(pairs[battle] >> 32)], index[Int(pairs[battle] & 0xFFFF_FFFF)])
                guard a >= 0, b >= 0 else { continue }
                let key = Int(a) * count + Int(b)
                let place = places[key] ?? keys.count
                if place == keys.count {
                    places[key] = place
                    keys.append(key)
                    sizes.append(0)
                }
                sizes[place] += 1
                groupOf[battle] = Int32(place)
            }
        }
        return (keys, sizes, groupOf)
    }

    /// The battles in the order of their groups, `count` in all.
    private static func sorted(
        _ battles: FeaturedBattles,
        _ groupOf: [Int32],
        starts: [Int],
        count: Int
    ) -> [Sorted] {
        var starts = starts
        var sorted = Array(repeating: Sorted(battle: 0, outcome: .tie), count: count)
        var next = starts.mutableSpan
        var places = sorted.mutableSpan
        let (groups, outcomes) = (groupOf.span, battles.outcomes.span)
        for battle in groups.indices where groups[battle] >= 0 {
            let group = Int(groups[battle])
            places[next[group]] = Sorted(battle: battle, outcome: outcomes[battle])
            next[group] &+= 1
        }
        return sorted
    }

    /// The same battles, each as often as if drawn anew: a Poisson number of times with mean 1.
    func resampled(_ random: inout Random) -> FeatureGroups {
        var drawn = self
        for stretch in stretches.indices {
            for block in stretches[stretch].weights.indices {
                for lane in 0..<4 where stretches[stretch].weights[block][lane] > 0 {
                    drawn.stretches[stretch].weights[block][lane] *= Double(random.poisson(1))
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

    /// Weighted mean and population standard deviation of each feature; of the mean also what is left where it is taken off, which
    /// counts where values lie far from zero and close together.
    func moments() -> (means: [Double], remainders: [Double], deviations: [Double]) {
        let weights = Parallel.map(stretches.count) { stretch in
            stretches[stretch].weights.reduce(Block.zero, +).sum()
        }
        let count = weights.reduce(0, +)
        guard count > 0 else {
            let none = Array(repeating: 0.0, count: featureCount)
            return (none, none, none)
        }
        let means = sums(per: 1) { value, _, _ in value }.map { $0 / count }
        // The gaps and their squares in one pass.
        let gaps = sums(per: 2) { value, feature, power in
            let gap = value - means[feature]
            return power == 0 ? gap : gap * gap
        }.map { $0 / count }
        let remainders = (0..<featureCount).map { gaps[2 * $0] }
        var squares = (0..<featureCount).map { gaps[2 * $0 + 1] - remainders[$0] * remainders[$0] }
        // Squares of gaps so small vanish: in units of the largest gap they do not.
        if squares.contains(where: { $0 < Self.leastSquare }) {
            let units = largest { value, feature in value - means[feature] }.map { $0 > 0 ? $0 : 1 }
            let scaled = sums(per: 1) { value, feature, _ in
                let gap = (value - means[feature] - remainders[feature]) / units[feature]
                return gap * gap
            }
            let deviations = zip(scaled, units).map { ($0 / count).squareRoot() * $1 }
            return (means, remainders, deviations)
        }
        for place in squares.indices { squares[place] = squares[place].squareRoot() }
        return (means, remainders, squares)
    }

    /// A mean square below this has lost digits, or all of them.
    private static let leastSquare = 1e-250

    /// The largest magnitude over all battles of what `term` makes of each feature.
    private func largest(_ term: @Sendable (_ value: Block, _ feature: Int) -> Block) -> [Double] {
        let parts = Parallel.map(stretches.count) { number in
            let stretch = stretches[number]
            var largest = Array(repeating: Block.zero, count: featureCount)
            for block in stretch.weights.indices {
                let isThere = stretch.weights[block] .> 0
                for feature in 0..<featureCount {
                    let value = term(stretch.values[block * featureCount + feature], feature)
                    let magnitude = pointwiseMax(value, -value)
                    largest[feature].replace(with: pointwiseMax(largest[feature], magnitude), where: isThere)
                }
            }
            return largest.map { $0.max() }
        }
        return (0..<featureCount).map { feature in parts.reduce(0) { max($0, $1[feature]) } }
    }

    /// The weighted sums over all battles of what `term` makes of each feature, `number` of them one after the other.
    private func sums(
        per number: Int,
        _ term: @Sendable (_ value: Block, _ feature: Int, _ place: Int) -> Block
    ) -> [Double] {
        let count = featureCount * number
        let parts = Parallel.map(stretches.count) { index in
            let stretch = stretches[index]
            var sums = Array(repeating: CompensatedBlock(), count: count)
            for block in stretch.weights.indices {
                let weight = stretch.weights[block]
                for feature in 0..<featureCount {
                    let value = stretch.values[block * featureCount + feature]
                    for place in 0..<number { sums[feature * number + place] += weight * term(value, feature, place) }
                }
            }
            return sums.map(\.total)
        }
        return (0..<count).map { place in
            var sum = CompensatedSum()
            for part in parts {
                sum += part[place].parts.sum
                sum += part[place].parts.error
            }
            return sum.value
        }
    }
}

extension FeatureGroups.Stretch {
    /// Lays out the battles of groups, which follow each other in `sorted`, as many as `sizes` tells.
    fileprivate init(
        _ groups: Range<Int>,
        _ blocks: [Range<Int>],
        _ sorted: Span<FeatureGroups.Sorted>,
        _ sizes: [Int],
        _ battles: FeaturedBattles
    ) {
        let width = battles.features.count
        let blockCount = blocks.last?.upperBound ?? 0
        var scores = Array(repeating: FeatureGroups.Narrow.zero, count: blockCount)
        var weights = Array(repeating: FeatureGroups.Block.zero, count: blockCount)
        var values = Array(repeating: FeatureGroups.Block.zero, count: blockCount * width)
        let (told, own) = (battles.values.span, battles.weights.span)
        var scoreSpan = scores.mutableSpan
        var weightSpan = weights.mutableSpan
        var valueSpan = values.mutableSpan
        var next = 0
        for (blocks, size) in zip(blocks, sizes) {
            for place in 0..<size {
                let (block, lane) = (blocks.lowerBound &+ place / 4, place % 4)
                let battle = sorted[next].battle
                scoreSpan[block][lane] = sorted[next].score
                weightSpan[block][lane] = own[battle]
                for feature in 0..<width {
                    valueSpan[block &* width &+ feature][lane] = told[battle &* width &+ feature]
                }
                next &+= 1
            }
        }
        self.init(groups: groups, scores: scores, weights: weights, values: values)
    }
}
