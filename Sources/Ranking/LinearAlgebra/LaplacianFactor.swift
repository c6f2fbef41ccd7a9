import Dispatch

/// The factor U of a weighted graph's Laplacian with its last vertex grounded: Cholesky's LDLᵀ in the form that never subtracts.
///
/// Eliminating vertex k adds wᵢₖwₖⱼ/dₖ to every wᵢⱼ, with dₖ the sum of k's remaining weights (Grassmann, Taksar and
/// Heyman 1985). All terms are positive, so every entry is exact to a few units in the last place times n, however far
/// apart the weights are: a pair with 10⁹ battles does not drown a pair with one, and a pivot cannot break down.
struct LaplacianFactor: Sendable {
    private typealias Block = BlockMatrix.Block

    /// Row k: the weights from k to the later vertices at the moment k is eliminated; zero up to column k.
    private var upper: BlockMatrix
    /// The pivots dₖ; a vertex without later neighbours, such as the grounded one, has none, and 1 in its place.
    private var pivots: [Double]
    /// D of LDLᵀ: the pivots, with zero where there is none.
    private(set) var diagonal: [Double]

    var order: Int { upper.order }

    /// Rows eliminated together; a multiple of the block width that keeps a panel of 1,000 columns in the second-level cache.
    private static let panel = 32
    /// Block columns of the inverse that are worked out together.
    private static let stripe = 16
    /// From how many rows on all processors take part.
    private static let parallelOrder = 512

    /// Factors the Laplacian of a graph, given its weights above the diagonal, none of them negative.
    ///
    /// The potentials that ``solve(_:)`` and ``inverse()`` speak of exist where the graph is connected.
    init(weights: BlockMatrix) {
        upper = weights
        pivots = Array(repeating: 1, count: weights.order)
        diagonal = Array(repeating: 0, count: weights.order)
        let last = order - 1
        var start = 0
        while start < last {
            let end = min(start + Self.panel, last)
            for k in start..<end { eliminate(k, panelStart: start) }
            if end < last { updateRows(from: end, by: start..<end) }
            start = end
        }
    }

    /// Brings row k up to date with the rows of its panel, and takes its pivot.
    private mutating func eliminate(_ k: Int, panelStart: Int) {
        let stride = upper.stride
        let firstBlock = k / 4
        let row = k * stride
        for earlier in panelStart..<k {
            let factor = upper[earlier, k] / pivots[earlier]
            guard factor != 0 else { continue }
            let source = earlier * stride
            for block in firstBlock..<stride {
                upper.blocks[row + block] += upper.blocks[source + block] * factor
            }
        }
        for lane in 0...(k % 4) { upper.blocks[row + firstBlock][lane] = 0 }
        var sum = Block.zero
        for block in firstBlock..<stride { sum += upper.blocks[row + block] }
        diagonal[k] = sum.sum()
        if diagonal[k] > 0 { pivots[k] = diagonal[k] }
    }

    /// Applies the eliminations of a whole panel to all rows after it, four rows at a time.
    private mutating func updateRows(from first: Int, by panel: Range<Int>) {
        let stride = upper.stride
        guard order - first < Self.parallelOrder else { return updateRowsInParallel(from: first, by: panel) }
        var weights = Array(repeating: Block.zero, count: panel.count)
        for row in Swift.stride(from: first, to: order, by: 4) {
            for k in panel {
                weights[k - panel.lowerBound] = upper.blocks[k * stride + row / 4] / pivots[k]
            }
            upper.addProducts(of: weights[...], rows: panel.lowerBound, toRow: row, columns: (row / 4)..<stride)
        }
    }

    /// The same by all processors; each number is the sum of the same terms in the same order.
    private mutating func updateRowsInParallel(from first: Int, by panel: Range<Int>) {
        let (stride, pivots) = (upper.stride, pivots)
        let groups = (order - first + 3) / 4
        let together = 4
        // Each piece writes to rows of its own, after the panel, and reads those and the panel, which nobody writes to.
        unsafe upper.blocks.withUnsafeMutableBufferPointer { buffer in
            nonisolated(unsafe) let blocks = unsafe buffer
            DispatchQueue.concurrentPerform(iterations: (groups + together - 1) / together) { piece in
                for group in (piece * together)..<min((piece + 1) * together, groups) {
                    let row = first + 4 * group
                    let weights = panel.map { unsafe blocks[$0 * stride + row / 4] / pivots[$0] }
                    for column in (row / 4)..<stride {
                        var (row0, row1, row2, row3) = (Block.zero, Block.zero, Block.zero, Block.zero)
                        var index = panel.lowerBound * stride + column
                        for weight in weights {
                            let term = unsafe blocks[index]
                            row0 += term * weight[0]
                            row1 += term * weight[1]
                            row2 += term * weight[2]
                            row3 += term * weight[3]
                            index += stride
                        }
                        let target = row * stride + column
                        unsafe blocks[target] += row0
                        unsafe blocks[target + stride] += row1
                        unsafe blocks[target + 2 * stride] += row2
                        unsafe blocks[target + 3 * stride] += row3
                    }
                }
            }
        }
    }

    /// The potentials x that carry the currents `currents`: Laplacian · x = currents, with x = 0 at the grounded vertex.
    ///
    /// The currents sum to zero.
    func solve(_ currents: [Double]) -> [Double] {
        let stride = upper.stride
        var x = [Block](repeating: .zero, count: stride)
        for vertex in 0..<order { x[vertex / 4][vertex % 4] = currents[vertex] }
        for k in 0..<max(order - 1, 0) {
            let factor = x[k / 4][k % 4] / pivots[k]
            for block in (k / 4)..<stride { x[block] += upper.blocks[k * stride + block] * factor }
        }
        if order > 0 { x[(order - 1) / 4][(order - 1) % 4] = 0 }
        for k in Swift.stride(from: order - 2, through: 0, by: -1) {
            var sum = Block.zero
            for block in (k / 4)..<stride { sum += upper.blocks[k * stride + block] * x[block] }
            x[k / 4][k % 4] = (x[k / 4][k % 4] + sum.sum()) / pivots[k]
        }
        return (0..<order).map { x[$0 / 4][$0 % 4] }
    }

    /// The inverse of the grounded Laplacian, with a row and a column of zeros for the grounded vertex; symmetric, no entry negative.
    func inverse() -> BlockMatrix {
        let reduced = inverseOfLower()
        let stride = upper.stride
        var inverse = BlockMatrix(order: order)
        let last = max(order - 1, 0)
        let rows = Array(Swift.stride(from: 0, to: last, by: 4))
        let pieces = inPieces(rows.count) { fourRows(of: reduced, from: rows[$0]) }
        for (row, piece) in zip(rows, pieces) {
            let width = row / 4 + 1
            for (place, block) in piece.enumerated() {
                inverse.blocks[(row + place / width) * stride + place % width] = block
            }
        }
        for row in 0..<last {
            for column in 0..<row { inverse[column, row] = inverse[row, column] }
        }
        return inverse
    }

    /// Four rows of the inverse from row `row`, up to the block of the diagonal, given L⁻¹.
    private func fourRows(of reduced: BlockMatrix, from row: Int) -> [Block] {
        let (stride, last, width) = (upper.stride, max(order - 1, 0), row / 4 + 1)
        var sums = Array(repeating: Block.zero, count: 4 * width)
        let weights = (row..<last).map { reduced.blocks[$0 * stride + row / 4] / pivots[$0] }
        for start in Swift.stride(from: row, to: last, by: Self.panel) {
            let end = min(start + Self.panel, last)
            BlockMatrix.addProducts(
                of: weights[(start - row)..<(end - row)],
                from: reduced.blocks,
                at: start * stride,
                stride: stride,
                to: &sums,
                width: width
            )
        }
        return sums
    }

    /// Lᵀ · `matrix`: row k becomes its distance from the mean of the later rows, weighted as k's edges are when it is eliminated.
    func transposeProduct(with matrix: BlockMatrix) -> BlockMatrix {
        let stride = upper.stride
        var product = matrix
        let rows = Array(Swift.stride(from: 0, to: order, by: 4))
        let pieces = inPieces(rows.count) { fourRowsOfTransposeProduct(with: matrix, from: rows[$0]) }
        for (row, piece) in zip(rows, pieces) {
            for (place, block) in piece.enumerated() { product.blocks[row * stride + place] += block }
        }
        return product
    }

    /// What four rows of Lᵀ · `matrix` from row `row` add to those of the matrix.
    private func fourRowsOfTransposeProduct(with matrix: BlockMatrix, from row: Int) -> [Block] {
        let stride = upper.stride
        var sums = Array(repeating: Block.zero, count: 4 * stride)
        var weights = Array(repeating: Block.zero, count: Self.panel)
        for start in Swift.stride(from: row - row % Self.panel, to: order, by: Self.panel) {
            let (first, end) = (max(row, start), min(start + Self.panel, order))
            for later in first..<end {
                for lane in 0..<min(4, order - row) {
                    weights[later - first][lane] = -upper[row + lane, later] / pivots[row + lane]
                }
            }
            BlockMatrix.addProducts(
                of: weights[..<(end - first)],
                from: matrix.blocks,
                at: first * stride,
                stride: stride,
                to: &sums,
                width: stride
            )
        }
        return sums
    }

    /// The results of `piece` for `0 ..< count`, by all processors where that pays.
    private func inPieces<Result: Sendable>(_ count: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
        order < Self.parallelOrder ? (0..<count).map(piece) : Parallel.map(count, piece)
    }

    /// Y = L⁻¹, unit lower triangular: row i is the unit vector i plus Σₖ₍ₖ﹤ᵢ₎ (wₖᵢ/dₖ) · row k.
    private func inverseOfLower() -> BlockMatrix {
        let stride = upper.stride
        let starts = Array(Swift.stride(from: 0, to: stride, by: Self.stripe))
        let stripes = inPieces(starts.count) {
            inverseOfLower(columns: starts[$0]..<min(starts[$0] + Self.stripe, stride))
        }
        var lower = BlockMatrix(order: order)
        for (start, stripe) in zip(starts, stripes) {
            let width = min(Self.stripe, stride - start)
            let first = 4 * start
            for row in first..<order {
                for block in 0..<width {
                    lower.blocks[row * stride + start + block] = stripe[(row - first) * width + block]
                }
            }
        }
        return lower
    }

    /// The block columns `columns` of L⁻¹, from the row of the first one's diagonal on.
    private func inverseOfLower(columns: Range<Int>) -> [Block] {
        let (stride, width, last) = (upper.stride, columns.count, max(order - 1, 0))
        let first = 4 * columns.lowerBound
        var lower = Array(repeating: Block.zero, count: max(4 * stride - first, 0) * width)
        var weights = Array(repeating: Block.zero, count: Self.panel)
        var sums = Array(repeating: Block.zero, count: 4 * width)
        for row in Swift.stride(from: first, to: last, by: 4) {
            for block in sums.indices { sums[block] = .zero }
            for start in Swift.stride(from: first, to: row, by: Self.panel) {
                let end = min(start + Self.panel, row)
                for k in start..<end { weights[k - start] = upper.blocks[k * stride + row / 4] / pivots[k] }
                BlockMatrix.addProducts(
                    of: weights[..<(end - start)],
                    from: lower,
                    at: (start - first) * width,
                    stride: width,
                    to: &sums,
                    width: width
                )
            }
            let target = (row - first) * width
            for block in sums.indices { lower[target + block] += sums[block] }
            for i in row..<min(row + 4, last) {
                let own = (i - first) * width
                if columns.contains(i / 4) { lower[own + i / 4 - columns.lowerBound][i % 4] = 1 }
                for k in row..<i {
                    let factor = upper[k, i] / pivots[k]
                    for column in 0..<width { lower[own + column] += lower[(k - first) * width + column] * factor }
                }
            }
        }
        return lower
    }
}
