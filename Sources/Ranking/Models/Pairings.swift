/// The battles of a fit, laid out for it: in rows of one first model, in blocks of four neighbouring second models.
///
/// Ties and both-bad count as draws, half a win for each side. Where two models did not meet, their place in a block
/// holds zeros, which add nothing to any sum.
struct Pairings: Sendable {
    typealias Block = SIMD4<Double>

    /// The pairs that share their first model, who is below all second ones.
    struct Row: Sendable {
        let first: Int
        let blocks: Range<Int>
    }

    let modelCount: Int
    let rows: [Row]
    /// Column c of a block stands for the models 4c, 4c + 1, 4c + 2 and 4c + 3.
    let columns: [Int32]
    let firstWins: [Block]
    let secondWins: [Block]
    let draws: [Block]

    private static let lanes = SIMD4<Int64>(0, 1, 2, 3)

    /// The number of block columns.
    var width: Int { (modelCount + 3) / 4 }

    /// Lays out cells in ascending order.
    init(modelCount: Int, cells: [PairCounts.Cell]) {
        var rows: [Row] = []
        var columns: [Int32] = []
        var firstWins: [Block] = []
        var secondWins: [Block] = []
        var draws: [Block] = []
        let estimate = cells.count / 3 + modelCount
        columns.reserveCapacity(estimate)
        firstWins.reserveCapacity(estimate)
        secondWins.reserveCapacity(estimate)
        draws.reserveCapacity(estimate)
        var index = 0
        while index < cells.count {
            let first = cells[index].first
            let start = columns.count
            while index < cells.count, cells[index].first == first {
                let column = cells[index].second >> 2
                var (wins, losses, ties) = (Block.zero, Block.zero, Block.zero)
                while index < cells.count, cells[index].first == first, cells[index].second >> 2 == column {
                    let cell = cells[index]
                    let isHere = Self.lanes .== Int64(cell.second & 3)
                    wins.replace(with: Double(cell.firstWins), where: isHere)
                    losses.replace(with: Double(cell.secondWins), where: isHere)
                    ties.replace(with: Double(cell.draws), where: isHere)
                    index += 1
                }
                columns.append(Int32(column))
                firstWins.append(wins)
                secondWins.append(losses)
                draws.append(ties)
            }
            rows.append(Row(first: first, blocks: start..<columns.count))
        }
        self.modelCount = modelCount
        self.rows = rows
        self.columns = columns
        self.firstWins = firstWins
        self.secondWins = secondWins
        self.draws = draws
    }

    /// The battles of a block's pairs.
    @inline(__always)
    func battles(_ block: Int) -> Block { firstWins[block] + secondWins[block] + draws[block] }

    /// Values of the models, four to a block, as the methods here want them.
    func blocks(_ values: [Double]) -> [Block] {
        var blocks = Array(repeating: Block.zero, count: width)
        for (model, value) in values.enumerated() { blocks[model / 4][model % 4] = value }
        return blocks
    }

    /// The battles of each model.
    func battlesOfModels() -> [Double] {
        var battles = Array(repeating: Block.zero, count: width)
        for row in rows {
            var sum = Block.zero
            for block in row.blocks {
                let count = self.battles(block)
                sum += count
                battles[Int(columns[block])] += count
            }
            battles[row.first / 4][row.first % 4] += sum.sum()
        }
        return (0..<modelCount).map { battles[$0 / 4][$0 % 4] }
    }
}
