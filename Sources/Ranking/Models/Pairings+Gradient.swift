/// The gradient of the log-likelihood.
extension Pairings {
    /// For each model, what its results exceed their expectation by.
    func gradient(at strengths: [Double]) -> [Double] {
        gradient(at: strengths) { _, _, _ in }
    }

    /// The gradient, showing each block of pairings to `visit` with its first model and what it comes to.
    ///
    /// Counts and expectations go into the sums apart, the expectations from the unlikelier side: where a few upsets hold
    /// up a model, they are digits far below the counts.
    @inline(__always)
    func gradient(at strengths: [Double], _ visit: (Int, Int, Outlook) -> Void) -> [Double] {
        // Half-integers, whose sums are exact.
        var counts = Array(repeating: Block.zero, count: width)
        var expectations = Array(repeating: CompensatedBlock(), count: width)
        let blocks = blocks(strengths)
        for row in rows {
            var rowCount = Block.zero
            var rowExpectation = CompensatedBlock()
            let strength = strengths[row.first]
            for block in row.blocks {
                let column = Int(columns[block])
                let outlook = Outlook(difference: strength - blocks[column])
                visit(row.first, block, outlook)
                let half = draws[block] * 0.5
                let upsets = battles(block) * outlook.unlikely
                let count = (firstWins[block] + half).replacing(
                    with: -(secondWins[block] + half),
                    where: outlook.isFirstStronger
                )
                let expectation = (-upsets).replacing(with: upsets, where: outlook.isFirstStronger)
                rowCount += count
                rowExpectation += expectation
                counts[column] -= count
                expectations[column] += -expectation
            }
            counts[row.first / 4][row.first % 4] += rowCount.sum()
            expectations[row.first / 4].add(rowExpectation.total, lane: row.first % 4)
        }
        return (0..<modelCount).map { model in
            let (column, lane) = (model / 4, model % 4)
            return (counts[column][lane] + expectations[column].sum[lane]) + expectations[column].error[lane]
        }
    }
}
