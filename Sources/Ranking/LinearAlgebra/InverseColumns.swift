/// The columns of the inverse of a grounded Laplacian whose factor is sparse, eight at a time and never all at once.
///
/// Row k of an eliminated vertex is the mean of its later neighbours' rows, weighted as its edges are, and 1/dₖ of its own: no
/// subtraction here either. What is kept are the rows' parts in the core; the rest of a column is made when it is asked for.
struct InverseColumns: Sendable {
    /// Eight neighbouring columns of a row.
    typealias Wide = SIMD8<Double>
    private typealias Block = BlockMatrix.Block

    /// The block columns of the core that are worked out together.
    private struct Stripe: Sendable {
        let columns: Range<Int>
        /// The rows of the eliminated vertices, one after the other.
        var rows: [Block]
    }

    private static let stripeWidth = 16
    static let width = 8

    private let factor: GraphFactor
    private let core: BlockMatrix
    private let stripes: [Stripe]

    /// The number of groups of columns.
    var groups: Int { coreGroups + eliminatedGroups }
    private var plan: EliminationPlan { factor.plan }
    private var coreGroups: Int { (plan.coreOrder + Self.width - 1) / Self.width }
    private var eliminatedGroups: Int { (plan.eliminated + Self.width - 1) / Self.width }

    init(_ factor: GraphFactor) {
        self.factor = factor
        let core = factor.core.inverse()
        self.core = core
        let starts = Array(Swift.stride(from: 0, to: core.stride, by: Self.stripeWidth))
        stripes = Parallel.map(starts.count) { number in
            Self.stripe(starts[number]..<min(starts[number] + Self.stripeWidth, core.stride), core, factor)
        }
    }

    private static func stripe(_ columns: Range<Int>, _ core: BlockMatrix, _ factor: GraphFactor) -> Stripe {
        let (plan, width) = (factor.plan, columns.count)
        var rows = Array(repeating: Block.zero, count: plan.eliminated * width)
        var sum = Array(repeating: Block.zero, count: width)
        for row in stride(from: plan.eliminated - 1, through: 0, by: -1) {
            for block in 0..<width { sum[block] = .zero }
            for entry in plan.starts[row]..<plan.starts[row + 1] {
                let (weight, neighbour) = (factor.values[entry], Int(plan.neighbours[entry]))
                if neighbour < plan.eliminated {
                    for block in 0..<width { sum[block] += weight * rows[neighbour * width + block] }
                } else {
                    let start = (neighbour - plan.eliminated) * core.stride + columns.lowerBound
                    for block in 0..<width { sum[block] += weight * core.blocks[start + block] }
                }
            }
            for block in 0..<width { rows[row * width + block] = sum[block] / factor.pivots[row] }
        }
        return Stripe(columns: columns, rows: rows)
    }

    /// The places whose columns group `group` holds.
    func places(of group: Int) -> Range<Int> {
        let isCore = group < coreGroups
        let start = isCore ? plan.eliminated + group * Self.width : (group - coreGroups) * Self.width
        return start..<min(start + Self.width, isCore ? plan.order : plan.eliminated)
    }

    /// The columns of group `group`, in rows by place; where the group is not full, its last columns are zero.
    func columns(of group: Int) -> [Wide] {
        let places = places(of: group)
        return places.lowerBound >= plan.eliminated ? ofCore(places) : ofEliminated(places)
    }

    private func ofCore(_ places: Range<Int>) -> [Wide] {
        let block = (places.lowerBound - plan.eliminated) / 4
        let stripe = stripes[block / Self.stripeWidth]
        let (width, inner) = (stripe.columns.count, block % Self.stripeWidth)
        var columns = Array(repeating: Wide.zero, count: plan.order)
        let hasHigh = block + 1 < core.stride
        for row in 0..<plan.eliminated {
            let place = row * width + inner
            columns[row].lowHalf = stripe.rows[place]
            if hasHigh { columns[row].highHalf = stripe.rows[place + 1] }
        }
        for row in 0..<plan.coreOrder {
            let place = row * core.stride + block
            columns[plan.eliminated + row].lowHalf = core.blocks[place]
            if hasHigh { columns[plan.eliminated + row].highHalf = core.blocks[place + 1] }
        }
        return columns
    }

    private func ofEliminated(_ places: Range<Int>) -> [Wide] {
        var columns = Array(repeating: Wide.zero, count: plan.order)
        for (lane, place) in places.enumerated() {
            columns[place][lane] = 1
            for stripe in stripes {
                let start = place * stripe.columns.count
                for (inner, column) in stripe.columns.enumerated() {
                    let block = stripe.rows[start + inner]
                    for rest in 0..<min(4, plan.coreOrder - 4 * column) {
                        columns[plan.eliminated + 4 * column + rest][lane] = block[rest]
                    }
                }
            }
        }
        for row in places.lowerBound..<plan.eliminated where columns[row] != .zero {
            let passed = columns[row] / factor.pivots[row]
            for entry in plan.starts[row]..<plan.starts[row + 1] {
                let neighbour = Int(plan.neighbours[entry])
                // The neighbours are in ascending order, and the core is done.
                guard neighbour < plan.eliminated else { break }
                columns[neighbour] += passed * factor.values[entry]
            }
        }
        for row in stride(from: plan.eliminated - 1, through: 0, by: -1) {
            var sum = columns[row]
            for entry in plan.starts[row]..<plan.starts[row + 1] {
                sum += columns[Int(plan.neighbours[entry])] * factor.values[entry]
            }
            columns[row] = sum / factor.pivots[row]
        }
        return columns
    }
}
