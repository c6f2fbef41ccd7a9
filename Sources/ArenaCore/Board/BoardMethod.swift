public import Ranking

/// How a board was computed, in the words in which it is published.
public struct BoardMethod: Sendable, Equatable {
    /// A pinned model.
    public struct Anchor: Sendable, Equatable {
        /// Its name.
        public let model: String
        /// Its rating, in points.
        public let rating: Double
    }

    /// Sequential Elo ratings in place of a fit.
    public struct SequentialElo: Sendable, Equatable {
        /// K, scale, base and start.
        public let parameters: Elo.Parameters
        /// The orders behind the intervals, where there are any.
        public let permutations: EloBoard.Permutations?
    }

    /// The settings of Elo, where the ratings are Elo's; none of ``options`` but the confidence counts then.
    public let elo: SequentialElo?
    /// What was asked for; whom its anchors' numbers mean, ``anchors`` says.
    public let options: RatingOptions
    /// The models that are pinned.
    public let anchors: [Anchor]
    /// The features whose share is taken out (style control).
    public let features: [String]
    /// What was fitted beside the ratings.
    public let parameters: [RatingAnalysis.Parameter]
    /// The bootstrap's rounds that had no maximum and are left out; with too many of them, intervals do not come from it.
    public let separatedRounds: Int

    /// How the server computes: Bradley-Terry, battles of equal weight, sandwich intervals of 95 %.
    public static let standard = BoardMethod(
        options: RatingOptions(),
        anchors: [],
        parameters: [],
        separatedRounds: 0
    )

    private init(
        options: RatingOptions,
        anchors: [Anchor],
        features: [String] = [],
        parameters: [RatingAnalysis.Parameter],
        separatedRounds: Int,
        elo: SequentialElo? = nil
    ) {
        self.features = features
        self.elo = elo
        self.options = options
        self.anchors = anchors
        self.parameters = parameters
        self.separatedRounds = separatedRounds
    }

    /// The method of an analysis.
    ///
    /// - Parameter name: a model's name by its index.
    public init(_ analysis: RatingAnalysis, name: (Int) -> String) {
        self.init(
            options: analysis.options,
            anchors: analysis.options.anchors.map { Anchor(model: name($0.model), rating: $0.rating) },
            features: analysis.features,
            parameters: analysis.parameters,
            separatedRounds: analysis.separatedRounds
        )
    }

    /// The method of a board by Elo.
    public init(_ board: EloBoard) {
        var options = RatingOptions()
        options.confidence = board.confidence
        self.init(
            options: options,
            anchors: [],
            parameters: [],
            separatedRounds: 0,
            elo: SequentialElo(parameters: board.parameters, permutations: board.permutations)
        )
    }

    /// The method's name: that of the model of a battle, or `elo`.
    public var name: String { elo == nil ? options.model.rawValue : RatingMethod.elo.rawValue }

    /// Whether another order of the same battles would give another board.
    public var isOrderDependent: Bool { elo != nil }

    /// What tells boards of different methods apart in the history: the method's name, and whatever is not as usual.
    public var key: String {
        var parts = [name]
        if let elo {
            if elo.parameters != Elo.Parameters() { parts.append("k=\(elo.parameters.k)") }
            if let permutations = elo.permutations {
                parts.append("intervals=\(intervalLabel);rounds=\(permutations.rounds);seed=\(permutations.seed)")
            }
        }
        if options.weighting != .equal { parts.append("weights=\(weightingLabel)") }
        if options.ridge > 0 { parts.append("ridge=\(options.ridge)") }
        for anchor in anchors { parts.append("anchor=\(anchor.model)=\(anchor.rating)") }
        if options.intervals != .sandwich { parts.append("intervals=\(intervalLabel)") }
        if case .bootstrap(let rounds, let seed) = options.intervals { parts.append("rounds=\(rounds);seed=\(seed)") }
        if options.confidence != 0.95 { parts.append("confidence=\(options.confidence)") }
        if !features.isEmpty { parts.append("style=\(features.joined(separator: "+"))") }
        return parts.joined(separator: ";")
    }

    /// The name of the intervals' source.
    public var intervalLabel: String {
        if let elo { return elo.permutations == nil ? "none" : "permutations" }
        return switch options.intervals {
        case .sandwich: IntervalSource.sandwich.rawValue
        case .inverseHessian: IntervalSource.inverseHessian.rawValue
        case .bootstrap: IntervalSource.bootstrap.rawValue
        }
    }

    /// The name of the weighting.
    public var weightingLabel: String {
        switch options.weighting {
        case .equal: "equal"
        case .balancedPairs: "balanced_pairs"
        case .own: "draw_probability"
        }
    }
}
