public import Ranking

/// How a board was computed, in the words in which it is published.
public struct BoardMethod: Sendable, Equatable {
    /// A parameter that was fitted beside the ratings.
    public struct Parameter: Sendable, Equatable {
        /// `log_nu` of Davidson's model, `eta` of Rao's and Kupper's, or a feature's name.
        public let name: String
        /// Its value, on the log scale.
        public let value: Double
        /// Its standard error.
        public let standardError: Double

        /// A parameter.
        public init(name: String, value: Double, standardError: Double) {
            (self.name, self.value, self.standardError) = (name, value, standardError)
        }
    }

    /// A pinned model.
    public struct Anchor: Sendable, Equatable {
        /// Its name.
        public let model: String
        /// Its rating, in points.
        public let rating: Double
    }

    /// The model of a battle.
    public let model: PairModel
    /// Where the intervals come from.
    public let intervals: RatingOptions.Intervals
    /// The share of cases in which an interval should hold the truth.
    public let confidence: Double
    /// What battles weigh.
    public let weighting: Weighting
    /// The ridge's weight; 0 for none.
    public let ridge: Double
    /// The model that is pinned, if one is.
    public let anchor: Anchor?
    /// What was fitted beside the ratings.
    public let parameters: [Parameter]
    /// The bootstrap's rounds that had no maximum and are left out.
    public let separatedRounds: Int

    /// How the server computes: Bradley-Terry, battles of equal weight, sandwich intervals of 95 %.
    public static let standard = BoardMethod(RatingOptions(), anchor: nil, parameters: [], separatedRounds: 0)

    /// The method of an analysis.
    ///
    /// - Parameter name: a model's name by its index.
    public init(_ analysis: RatingAnalysis, name: (Int) -> String) {
        self.init(
            analysis.options,
            anchor: analysis.options.anchor.map { Anchor(model: name($0.model), rating: $0.rating) },
            parameters: analysis.parameters.map {
                Parameter(name: $0.name, value: $0.value, standardError: $0.standardError)
            },
            separatedRounds: analysis.bootstrap?.separated ?? 0
        )
    }

    private init(_ options: RatingOptions, anchor: Anchor?, parameters: [Parameter], separatedRounds: Int) {
        model = options.model
        intervals = options.intervals
        confidence = options.confidence
        weighting = options.weighting
        ridge = options.ridge
        self.anchor = anchor
        self.parameters = parameters
        self.separatedRounds = separatedRounds
    }

    /// The name of the intervals' source.
    public var intervalLabel: String {
        switch intervals {
        case .sandwich: "sandwich"
        case .inverseHessian: "inverse_hessian"
        case .bootstrap: "bootstrap"
        }
    }

    /// The name of the weighting.
    public var weightingLabel: String {
        switch weighting {
        case .equal: "equal"
        case .balancedPairs: "balanced_pairs"
        }
    }
}
