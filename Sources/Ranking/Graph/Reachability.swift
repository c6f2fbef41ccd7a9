/// Who beat or tied whom, as rows of bits: tells fast whether everybody is connected with everybody, which is the usual case.
struct Reachability {
    private let modelCount: Int
    /// Words in a row.
    private let width: Int
    /// Bit j of row i: model i beat or tied model j.
    private var beaten: [UInt64]
    /// Bit j of row i: model j beat or tied model i.
    private var beatenBy: [UInt64]

    /// Beyond this number of models the rows take more memory than the edges of a usual graph.
    private static let limit = 10_000

    init(modelCount: Int, cells: [PairCounts.Cell]) {
        self.modelCount = modelCount
        guard modelCount <= Self.limit else {
            (width, beaten, beatenBy) = (0, [], [])
            return
        }
        width = (modelCount + 63) / 64
        beaten = Array(repeating: 0, count: modelCount * width)
        beatenBy = beaten
        for cell in cells {
            let (first, second) = (cell.first, cell.second)
            if cell.firstWins + cell.draws > 0 {
                beaten[first * width + second >> 6] |= 1 << UInt64(second & 63)
                beatenBy[second * width + first >> 6] |= 1 << UInt64(first & 63)
            }
            if cell.secondWins + cell.draws > 0 {
                beaten[second * width + first >> 6] |= 1 << UInt64(first & 63)
                beatenBy[first * width + second >> 6] |= 1 << UInt64(second & 63)
            }
        }
    }

    /// Whether every model is reached from every other; false also where the graph is too large to tell.
    var isStronglyConnected: Bool {
        modelCount > 0 && width > 0 && reaches(beaten) && reaches(beatenBy)
    }

    /// Whether all models are reached from the first one along the edges in these rows.
    private func reaches(_ rows: [UInt64]) -> Bool {
        var reached = Array(repeating: UInt64(0), count: width)
        reached[0] = 1
        var waiting = [0]
        var count = 1
        while let model = waiting.popLast() {
            for word in 0..<width {
                var new = rows[model * width + word] & ~reached[word]
                reached[word] |= new
                while new != 0 {
                    waiting.append(word * 64 + new.trailingZeroBitCount)
                    new &= new - 1
                    count += 1
                }
            }
        }
        return count == modelCount
    }
}
