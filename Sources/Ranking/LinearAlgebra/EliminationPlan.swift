/// In which order the vertices of a graph are eliminated, and where that leaves entries: worked out once for all factors of a fit.
///
/// Vertices with few neighbours go first, one by one, the one with the fewest neighbours next (minimum degree; Tinney and Walker
/// 1967); what is left once everybody is the neighbour of half of the others is the core, which is factored as a dense
/// matrix. Where models met few of the others the core is a fraction of them. In a small graph, or a dense one, all are core.
struct EliminationPlan: Sendable {
    /// Two vertices with a weight between them; of the same vertex twice where the weight counts for nothing.
    struct Edge: Sendable {
        let first: Int32
        let second: Int32

        init(_ first: Int, _ second: Int) {
            (self.first, self.second) = (Int32(first), Int32(second))
        }
    }

    /// Where an edge's weight belongs.
    enum Slot {
        /// In the rows of the vertices eliminated one by one.
        case row(Int)
        /// In the core.
        case core(row: Int, column: Int)
        /// Nowhere.
        case none
    }

    /// The edges, in the order in which weights are given.
    let edges: [Edge]
    /// The number of vertices.
    let order: Int
    /// The number of vertices eliminated one by one.
    let eliminated: Int
    /// The place of each vertex: the eliminated ones in their order, then the core, whose last one is grounded.
    let positions: [Int]
    /// Row k of an eliminated vertex: `neighbours[starts[k] ..< starts[k + 1]]`, the places of its later neighbours, ascending.
    let starts: [Int]
    let neighbours: [Int32]
    /// Column i, of any vertex: `entries[columnStarts[i] ..< columnStarts[i + 1]]`, the rows it is in and where, ascending.
    let columnStarts: [Int]
    let entries: [(row: Int32, entry: Int32)]
    private let slots: [Int]

    /// The number of vertices in the core.
    var coreOrder: Int { order - eliminated }
    /// Whether some vertices are eliminated one by one.
    var isSparse: Bool { eliminated > 0 }

    /// From how many vertices on a smaller core is looked for.
    static let leastOrder = 500
    /// A graph with more than one in so many of all edges is taken as dense.
    private static let density = 8
    /// So long as a vertex has fewer neighbours than one in so many of the vertices left, it is eliminated by itself.
    private static let coreShare = 3

    /// The plan for a graph of vertices `0 ..< order`.
    ///
    /// - Parameters:
    ///   - order: the number of vertices.
    ///   - edges: its edges; several of the same two vertices add up where those are not all core.
    ///   - isGrounded: whether the last vertex must be the grounded one; else any is, as all are as good.
    ///   - leastOrder: from how many vertices on a smaller core is looked for.
    init(order: Int, edges: [Edge], isGrounded: Bool, leastOrder: Int = Self.leastOrder) {
        self.edges = edges
        self.order = order
        let isWorthTrying = order >= leastOrder && edges.count < order * order / 2 / Self.density
        let elimination =
            isWorthTrying
            ? Elimination(order: order, edges: edges, isGrounded: isGrounded, coreShare: Self.coreShare) : nil
        // An order that leaves nearly all of the graph to the core gains nothing.
        guard let elimination, elimination.sequence.count >= order / 4 else {
            eliminated = 0
            positions = Array(0..<order)
            (starts, neighbours, columnStarts, entries, slots) = (
                [0], [], Array(repeating: 0, count: order + 1), [], []
            )
            return
        }
        eliminated = elimination.sequence.count
        var positions = Array(repeating: 0, count: order)
        for (place, vertex) in (elimination.sequence + elimination.core).enumerated() { positions[vertex] = place }
        self.positions = positions
        var starts = [0]
        var neighbours: [Int32] = []
        for row in elimination.rows {
            neighbours += row.map { Int32(positions[Int($0)]) }.sorted()
            starts.append(neighbours.count)
        }
        var columnStarts = Array(repeating: 0, count: order + 1)
        for neighbour in neighbours { columnStarts[Int(neighbour) + 1] += 1 }
        for column in 0..<order { columnStarts[column + 1] += columnStarts[column] }
        var next = columnStarts
        var entries = Array(repeating: (row: Int32(0), entry: Int32(0)), count: neighbours.count)
        for row in elimination.rows.indices {
            for entry in starts[row]..<starts[row + 1] {
                let column = Int(neighbours[entry])
                entries[next[column]] = (Int32(row), Int32(entry))
                next[column] += 1
            }
        }
        slots = Self.slots(of: edges, positions, starts, neighbours)
        (self.starts, self.neighbours) = (starts, neighbours)
        (self.columnStarts, self.entries) = (columnStarts, entries)
    }

    /// The plan for the graph of these pairs where it is large and sparse; nil where it is not.
    static func sparse(_ cells: [PairCounts.Cell], modelCount: Int) -> EliminationPlan? {
        guard modelCount >= leastOrder else { return nil }
        let plan = EliminationPlan(order: modelCount, edges: cells.edges, isGrounded: false)
        return plan.isSparse ? plan : nil
    }

    /// The plan that leaves a whole graph to the core.
    init(coreOrder order: Int) {
        self.init(order: order, edges: [], isGrounded: true, leastOrder: .max)
    }

    /// Where the weight of an edge belongs.
    @inline(__always)
    func slot(of edge: Int) -> Slot {
        let (first, second) = (Int(edges[edge].first), Int(edges[edge].second))
        guard first != second else { return .none }
        guard isSparse else { return .core(row: min(first, second), column: max(first, second)) }
        let slot = slots[edge]
        guard slot < 0 else { return .row(slot) }
        let (row, column) = (positions[first] - eliminated, positions[second] - eliminated)
        return .core(row: min(row, column), column: max(row, column))
    }

    /// For each edge its entry in the rows, or −1 where it lies in the core.
    private static func slots(
        of edges: [Edge],
        _ positions: [Int],
        _ starts: [Int],
        _ neighbours: [Int32]
    ) -> [Int] {
        edges.map { edge in
            let (first, second) = (positions[Int(edge.first)], positions[Int(edge.second)])
            let (row, column) = (min(first, second), Int32(max(first, second)))
            guard row < starts.count - 1, first != second else { return -1 }
            var (low, high) = (starts[row], starts[row + 1])
            while high - low > 1 {
                let middle = (low + high) / 2
                if neighbours[middle] <= column { low = middle } else { high = middle }
            }
            return low
        }
    }
}
