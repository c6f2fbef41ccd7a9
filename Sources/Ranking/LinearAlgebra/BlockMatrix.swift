/// A dense square matrix of rows of four-wide blocks, padded with zeros to a multiple of four rows and columns.
///
/// The block is the unit of arithmetic, so the loops need neither remainders nor unsafe pointers.
struct BlockMatrix: Sendable {
    typealias Block = SIMD4<Double>

    let order: Int
    /// Blocks in a row.
    let stride: Int
    /// Row after row.
    var blocks: [Block]

    /// The zero matrix.
    init(order: Int) {
        self.order = order
        stride = (order + 3) / 4
        blocks = Array(repeating: .zero, count: 4 * stride * stride)
    }

    subscript(row: Int, column: Int) -> Double {
        get { blocks[row * stride + column / 4][column % 4] }
        set { blocks[row * stride + column / 4][column % 4] = newValue }
    }

    /// PMP of this symmetric matrix M, P = I − 11ᵀ/n: what it does between vectors of sum zero.
    func centred() -> BlockMatrix {
        guard order > 0 else { return self }
        var centred = self
        let means = (0..<order).map { row in
            var sum = Block.zero
            for block in 0..<stride { sum += blocks[row * stride + block] }
            return sum.sum() / Double(order)
        }
        let grandMean = means.reduce(0, +) / Double(order)
        var columns = Array(repeating: Block.zero, count: stride)
        var isColumn = Array(repeating: Block.zero, count: stride)
        for (column, mean) in means.enumerated() {
            columns[column / 4][column % 4] = mean - grandMean
            isColumn[column / 4][column % 4] = 1
        }
        for row in 0..<order {
            for block in 0..<stride {
                // The padding stays zero.
                centred.blocks[row * stride + block] -= columns[block] + isColumn[block] * means[row]
            }
        }
        return centred
    }

    /// Adds Σₖ weights[k] ⊗ (row `rows + k` of this matrix) to the four rows from `row`, in the block columns `columns`.
    mutating func addProducts(of weights: ArraySlice<Block>, rows: Int, toRow row: Int, columns: Range<Int>) {
        for column in columns {
            let tile = Self.tile(of: weights, from: blocks, at: rows * stride + column, stride: stride)
            add(tile, toRow: row, column: column)
        }
    }

    /// Adds Σₖ weights[k] ⊗ rowₖ to four rows of `width` blocks that stand one after the other in `sums`; rowₖ begins at
    /// `start + k · stride` in `blocks`.
    static func addProducts(
        of weights: ArraySlice<Block>,
        from blocks: [Block],
        at start: Int,
        stride: Int,
        to sums: inout [Block],
        width: Int
    ) {
        for column in 0..<width {
            let tile = Self.tile(of: weights, from: blocks, at: start + column, stride: stride)
            sums[column] += tile.0
            sums[width + column] += tile.1
            sums[2 * width + column] += tile.2
            sums[3 * width + column] += tile.3
        }
    }

    /// Adds Σₖ factors[k]·rowₖ to a vector, the terms in that order; `rows` holds as many rows as there are factors, or more.
    static func addRows(of rows: [Block], times factors: [Double], to sum: inout [Block]) {
        let stride = sum.count
        precondition(rows.count >= factors.count * stride)
        var row = 0
        // Four rows at a time, so that the sum is loaded and stored once for all four.
        while row + 4 <= factors.count {
            let (f0, f1, f2, f3) = (factors[row], factors[row + 1], factors[row + 2], factors[row + 3])
            let start = row * stride
            for block in 0..<stride {
                let (r0, r1) = (rows[start + block], rows[start + stride + block])
                let (r2, r3) = (rows[start + 2 * stride + block], rows[start + 3 * stride + block])
                sum[block] = sum[block] + f0 * r0 + f1 * r1 + f2 * r2 + f3 * r3
            }
            row += 4
        }
        while row < factors.count {
            for block in 0..<stride { sum[block] += factors[row] * rows[row * stride + block] }
            row += 1
        }
    }

    typealias Tile = (Block, Block, Block, Block)

    /// The 4×4 sum of outer products that every cubic cost of a fit comes down to; it stays in registers.
    @inline(__always)
    static func tile(of weights: ArraySlice<Block>, from blocks: [Block], at start: Int, stride: Int) -> Tile {
        var (row0, row1, row2, row3) = (Block.zero, Block.zero, Block.zero, Block.zero)
        var index = start
        for weight in weights {
            let term = blocks[index]
            row0 += term * weight[0]
            row1 += term * weight[1]
            row2 += term * weight[2]
            row3 += term * weight[3]
            index += stride
        }
        return (row0, row1, row2, row3)
    }

    @inline(__always)
    private mutating func add(_ tile: Tile, toRow row: Int, column: Int) {
        let index = row * stride + column
        blocks[index] += tile.0
        blocks[index + stride] += tile.1
        blocks[index + 2 * stride] += tile.2
        blocks[index + 3 * stride] += tile.3
    }
}
