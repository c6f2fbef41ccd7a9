/// A graph taken apart vertex by vertex, each time the one with the fewest neighbours, who then become neighbours of each other.
///
/// Neighbours are rows of bits: one vertex's leave joins rows word by word, and the fill needs no room of its own.
struct Elimination {
    /// The eliminated vertices in their order.
    private(set) var sequence: [Int] = []
    /// The neighbours of each at the moment it is eliminated.
    private(set) var rows: [[Int32]] = []
    /// The vertices left, ascending, the one to be grounded last.
    private(set) var core: [Int] = []

    private let width: Int
    private var bits: [UInt64]
    private var degrees: [Int]

    /// Eliminates until no vertex has fewer neighbours than one in `coreShare` of those left.
    ///
    /// The vertex to be grounded stays: the last one, or, where any will do, the one with the most neighbours.
    init(order: Int, edges: [EliminationPlan.Edge], isGrounded: Bool, coreShare: Int) {
        width = (order + 63) / 64
        bits = Array(repeating: 0, count: order * width)
        degrees = []
        for edge in edges where edge.first != edge.second {
            let (first, second) = (Int(edge.first), Int(edge.second))
            bits[first * width + second >> 6] |= 1 << UInt64(second & 63)
            bits[second * width + first >> 6] |= 1 << UInt64(first & 63)
        }
        degrees = (0..<order).map { degree(of: $0) }
        var ground = order - 1
        if !isGrounded {
            for vertex in 0..<order where degrees[vertex] > degrees[ground] { ground = vertex }
        }
        var left = (0..<order).filter { $0 != ground }
        while let place = left.indices.min(by: { degrees[left[$0]] < degrees[left[$1]] }) {
            let vertex = left[place]
            guard degrees[vertex] * coreShare < left.count else { break }
            left.swapAt(place, left.count - 1)
            left.removeLast()
            eliminate(vertex)
        }
        core = left.sorted() + [ground]
        bits = []
    }

    private mutating func eliminate(_ vertex: Int) {
        let start = vertex * width
        var neighbours: [Int32] = []
        for word in 0..<width {
            var rest = bits[start + word]
            while rest != 0 {
                neighbours.append(Int32(word * 64 + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        for neighbour in neighbours {
            let neighbour = Int(neighbour)
            let row = neighbour * width
            for word in 0..<width { bits[row + word] |= bits[start + word] }
            bits[row + neighbour >> 6] &= ~(1 << UInt64(neighbour & 63))
            bits[row + vertex >> 6] &= ~(1 << UInt64(vertex & 63))
            degrees[neighbour] = degree(of: neighbour)
        }
        sequence.append(vertex)
        rows.append(neighbours)
    }

    private func degree(of vertex: Int) -> Int {
        var count = 0
        for word in 0..<width { count += bits[vertex * width + word].nonzeroBitCount }
        return count
    }
}
