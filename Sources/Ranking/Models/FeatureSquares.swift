/// For battles with features, group after group, the squares of their vectors, each times a mass of the battle's.
///
/// A battle's vector is one for A's strength, minus one for B's, and its standardised features.
struct FeatureSquares: Sendable {
    private typealias Block = FeatureGroups.Block

    private let featureCount: Int
    /// The sum of each group's masses.
    private(set) var masses: [Double] = []
    /// For each group, the sum of its masses times each feature.
    private(set) var borders: [Double] = []
    /// The sum over all groups of masses times each two features, the later one first.
    private(set) var corner: [Double]

    /// What the present group's masses come to so far.
    private var mass = Block.zero
    /// The same times each feature; after those, what goes into the corner, of all groups.
    private var products: [Block]

    /// Nothing yet, with room for so many groups.
    init(featureCount: Int, groupCount: Int) {
        self.featureCount = featureCount
        let corners = featureCount * (featureCount + 1) / 2
        corner = Array(repeating: 0, count: corners)
        products = Array(repeating: .zero, count: featureCount + corners)
        masses.reserveCapacity(groupCount)
        borders.reserveCapacity(groupCount * featureCount)
    }

    /// Adds four battles of the present group.
    @inline(__always)
    mutating func add(_ mass: FeatureGroups.Block, _ features: Span<FeatureGroups.Block>) {
        self.mass += mass
        var products = products.mutableSpan
        var place = features.count
        for feature in features.indices {
            let weighed = mass * features[feature]
            products[feature] += weighed
            for other in 0...feature {
                products[place] += weighed * features[other]
                place &+= 1
            }
        }
    }

    /// Ends the present group and begins the next.
    mutating func endGroup() {
        masses.append(mass.sum())
        mass = .zero
        for feature in 0..<featureCount {
            borders.append(products[feature].sum())
            products[feature] = .zero
        }
    }

    /// Ends the last group's stretch: its share of the corner is complete.
    mutating func end() {
        for place in corner.indices { corner[place] = products[featureCount + place].sum() }
    }

    /// Adds the groups of the stretch after these.
    mutating func append(_ other: FeatureSquares) {
        masses += other.masses
        borders += other.borders
        for place in corner.indices { corner[place] += other.corner[place] }
    }
}
