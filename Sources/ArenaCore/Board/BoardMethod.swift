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

    /// What was asked for; whom its anchors' numbers mean, ``anchors`` says.
    public let options: RatingOptions
    /// The models that are pinned.
    public let anchors: [Anchor]
    /// What was fitted beside the ratings.
    public let parameters: [RatingAnalysis.Parameter]
    /// The bootstrap's rounds that had no maximum and are left out.
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
        parameters: [RatingAnalysis.Parameter],
        separatedRounds: Int
    ) {
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
            parameters: analysis.parameters,
            separatedRounds: analysis.bootstrap?.separated ?? 0
        )
    }

    /// What tells boards of different methods apart in the history: the model of a battle, and whatever is not as usual.
    public var key: String {
        var parts = [options.model.rawValue]
        if options.weighting != .equal { parts.append("weights=\(weightingLabel)") }
        if options.ridge > 0 { parts.append("ridge=\(options.ridge)") }
        for anchor in anchors { parts.append("anchor=\(anchor.model)=\(anchor.rating)") }
        if options.intervals != .sandwich { parts.append("intervals=\(intervalLabel)") }
        if options.confidence != 0.95 { parts.append("confidence=\(options.confidence)") }
        let features = parameters.map(\.name).filter { $0 != "log_nu" && $0 != "eta" }
        if !features.isEmpty { parts.append("style=\(features.joined(separator: "+"))") }
        return parts.joined(separator: ";")
    }

    /// The name of the intervals' source.
    public var intervalLabel: String {
        switch options.intervals {
        case .sandwich: "sandwich"
        case .inverseHessian: "inverse_hessian"
        case .bootstrap: "bootstrap"
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
