/// Who can be compared with whom: the graph with an edge from each model to every model it beat or tied.
///
/// The maximum of the Bradley-Terry likelihood exists, and is unique up to a shift, exactly when this graph is strongly
/// connected (Ford 1957; Hunter 2004, assumption 1). Ratings are therefore fitted inside one strong component.
public struct ComparisonGraph: Sendable {
    /// The strongly connected components, each ascending, ordered by their lowest model.
    public let components: [[Int]]
    /// The component that is rated: the most models, then the most battles inside it, then the lowest index; ascending.
    ///
    /// Empty when no two models are connected: a single model has nobody to be rated against.
    public let rankable: [Int]
    /// For each model, nil when it is rankable, else why it is not.
    public let reasons: [UnrankableReason?]

    /// The graph of these battles; a count below zero is read as zero.
    public init(_ counts: PairCounts) {
        let cells = counts.cells.withoutNegativeCounts()
        self.init(cells, tallies: cells.tallies(modelCount: counts.modelCount))
    }

    /// The graph of cells none of whose counts is below zero, given what they come to for each model.
    init(_ cells: [PairCounts.Cell], tallies: [Tally]) {
        if Reachability(modelCount: tallies.count, cells: cells).isStronglyConnected {
            components = [Array(tallies.indices)]
        } else {
            components = Adjacency(modelCount: tallies.count, cells: cells).strongComponents()
        }
        rankable = Self.largest(of: components, modelCount: tallies.count, cells: cells)
        var reasons: [UnrankableReason?] = tallies.map { UnrankableReason($0) }
        for model in rankable { reasons[model] = nil }
        self.reasons = reasons
    }

    /// The groups of models that could be rated among themselves but are not the rated one, numbered from 1 by their lowest model:
    /// which of them a model is in.
    public var groups: [Int: Int] {
        var groups: [Int: Int] = [:]
        let others = components.filter { $0.count > 1 && $0 != rankable }
        for (place, members) in others.enumerated() {
            for model in members { groups[model] = place + 1 }
        }
        return groups
    }

    private static func largest(of components: [[Int]], modelCount: Int, cells: [PairCounts.Cell]) -> [Int] {
        var componentOf = Array(repeating: 0, count: modelCount)
        for (index, members) in components.enumerated() {
            for model in members { componentOf[model] = index }
        }
        var battles = Array(repeating: Int64(0), count: components.count)
        for cell in cells where componentOf[cell.first] == componentOf[cell.second] {
            battles[componentOf[cell.first]] += cell.battles
        }
        var best: Int?
        for index in components.indices where components[index].count > 1 {
            guard let current = best else {
                best = index
                continue
            }
            if (components[index].count, battles[index]) > (components[current].count, battles[current]) {
                best = index
            }
        }
        return best.map { components[$0] } ?? []
    }
}

/// The edges in compressed rows: those of model `i` are `targets[offsets[i] ..< offsets[i + 1]]`.
private struct Adjacency {
    var offsets: [Int]
    var targets: [Int32]

    init(modelCount: Int, cells: [PairCounts.Cell]) {
        offsets = Array(repeating: 0, count: modelCount + 1)
        for cell in cells {
            if cell.firstWins + cell.draws > 0 { offsets[cell.first + 1] += 1 }
            if cell.secondWins + cell.draws > 0 { offsets[cell.second + 1] += 1 }
        }
        for model in 0..<modelCount { offsets[model + 1] += offsets[model] }
        targets = Array(repeating: 0, count: offsets[modelCount])
        var next = offsets
        for cell in cells {
            if cell.firstWins + cell.draws > 0 {
                targets[next[cell.first]] = Int32(cell.second)
                next[cell.first] += 1
            }
            if cell.secondWins + cell.draws > 0 {
                targets[next[cell.second]] = Int32(cell.first)
                next[cell.second] += 1
            }
        }
    }

    /// Tarjan's algorithm (1972) with a stack of its own: a long chain of models must not exhaust the thread's.
    func strongComponents() -> [[Int]] {
        let modelCount = offsets.count - 1
        let unseen = -1
        var order = Array(repeating: unseen, count: modelCount)
        var low = Array(repeating: 0, count: modelCount)
        var onStack = Array(repeating: false, count: modelCount)
        var nextEdge = offsets
        var stack: [Int] = []
        var path: [Int] = []
        var components: [[Int]] = []
        var seen = 0

        for root in 0..<modelCount where order[root] == unseen {
            path.append(root)
            while let model = path.last {
                if order[model] == unseen {
                    (order[model], low[model]) = (seen, seen)
                    seen += 1
                    stack.append(model)
                    onStack[model] = true
                }
                if nextEdge[model] < offsets[model + 1] {
                    let target = Int(targets[nextEdge[model]])
                    nextEdge[model] += 1
                    if order[target] == unseen {
                        path.append(target)
                    } else if onStack[target] {
                        low[model] = min(low[model], order[target])
                    }
                    continue
                }
                path.removeLast()
                if let parent = path.last { low[parent] = min(low[parent], low[model]) }
                guard low[model] == order[model] else { continue }
                var members: [Int] = []
                while let member = stack.popLast() {
                    onStack[member] = false
                    members.append(member)
                    if member == model { break }
                }
                components.append(members.sorted())
            }
        }
        return components.sorted { $0[0] < $1[0] }
    }
}
