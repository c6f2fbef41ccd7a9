/// Which board is asked for: of which battles, and by which method.
public struct BoardQuery: Sendable, Hashable {
    /// Which battles.
    public var slice = Slice.overall
    /// How ratings are computed.
    public var method = RatingMethod.bradleyTerry
    /// Whether the share of style is taken out.
    public var controlsStyle = false

    /// What its method is called in the history, see ``BoardMethod/key``.
    public var methodKey: String {
        controlsStyle ? "\(method.rawValue);style=\(ResponseStyle.features.joined(separator: "+"))" : method.rawValue
    }

    /// All battles by the standard method.
    public init() {}
}
