public import Ranking

/// Which board is asked for: of which battles, and by which method.
public struct BoardQuery: Sendable, Hashable {
    /// Which battles.
    public var slice = Slice.overall
    /// The model of a battle.
    public var model = PairModel.bradleyTerry
    /// Whether the share of style is taken out.
    public var controlsStyle = false

    /// All battles by the standard method.
    public init() {}
}
