/// Which board is asked for: of which battles, and by which method.
public struct BoardQuery: Sendable, Hashable {
    /// Which battles.
    public var slice = Slice.overall
    /// How ratings are computed.
    public var method = RatingMethod.bradleyTerry
    /// Whether the share of style is taken out.
    public var controlsStyle = false

    /// All battles by the standard method.
    public init() {}
}
