/// How few votes hold a board's order.
public struct BoardFragility: Sendable, Equatable {
    /// What holds the first model in its place; nil on a board of fewer than two.
    public let first: OrderHold?
    /// What holds the order of each two neighbours, from the top.
    public let neighbours: [OrderHold]

    /// The fragility of a board.
    public init(first: OrderHold?, neighbours: [OrderHold]) {
        self.first = first
        self.neighbours = neighbours
    }
}
