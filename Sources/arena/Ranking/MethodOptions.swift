import ArenaCore
import ArgumentParser
import Foundation
import Ranking

/// How `arena rank` computes a board.
struct MethodOptions: ParsableArguments {
    enum Method: String, ExpressibleByArgument, CaseIterable {
        case bradleyTerry = "bradley-terry"
        case davidson
        case raoKupper = "rao-kupper"
        case elo
    }

    enum Weights: String, ExpressibleByArgument, CaseIterable {
        case equal
        case balancedPairs = "balanced-pairs"
        case drawProbability = "draw-probability"
    }

    enum Intervals: String, ExpressibleByArgument, CaseIterable {
        case sandwich
        case inverseHessian = "inverse-hessian"
        case bootstrap
        case permutations
    }

    /// A model pinned to a rating, as `NAME=VALUE`.
    struct Anchor: ExpressibleByArgument, Equatable {
        let name: String
        let rating: Double

        init?(argument: String) {
            // The last sign counts: names may have one.
            guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex,
                let rating = Double(argument[argument.index(after: sign)...]), rating.isFinite
            else { return nil }
            name = String(argument[..<sign])
            self.rating = rating
        }
    }

    @Option(
        help: """
            The model of a battle: bradley-terry (a tie is half a win), davidson or rao-kupper; or elo, sequential Elo ratings, \
            which depend on the order of the battles.
            """
    )
    var method = Method.bradleyTerry
    @Option(
        help: """
            What a battle weighs: equal; balanced-pairs for 1/max(battles of its pair, 50); or draw-probability for the inverse of \
            the recorded probability with which its pair was drawn (of files, their column probability).
            """
    )
    var weights = Weights.equal
    @Option(
        help: ArgumentHelp(
            "Take λ/2·|θ|² from the log-likelihood, so that every model with a battle is rated.",
            valueName: "lambda"
        )
    )
    var ridge = 0.0
    @Option(
        help: """
            Where intervals come from: sandwich, inverse-hessian or bootstrap; with elo permutations, which tell how far ratings \
            spread over other orders of the same battles. (default: sandwich, none with elo)
            """
    )
    var intervals: Intervals?
    @Option(help: ArgumentHelp("With elo: the most points that a battle can move a rating.", valueName: "points"))
    var kFactor = Elo.Parameters().k
    @Option(help: "Rounds of the bootstrap, or permutations.") var rounds = 1_000
    @Option(help: "Seed of either: the same seed gives the same figures.") var seed: UInt64 = 1
    @Option(help: "The share of cases in which an interval should hold the truth, in percent.") var confidence = 95.0
    @Option(
        help: ArgumentHelp(
            """
            Pin a model to a rating. One moves the whole board; of several, each keeps its rating, and the others are \
            estimated given them.
            """,
            valueName: "name=value"
        )
    )
    var anchor: [Anchor] = []
    @Option(
        defaultAsFlag: StyleFeatures.standard,
        parsing: .next,
        help: ArgumentHelp(
            """
            Take out what features explain. By themselves: length, headers, lists and bold, from columns of these names, or \
            else from conv_metadata, or else from the answers. Others are columns of the file, A's less B's; side is the \
            advantage of being shown as A.
            """,
            valueName: "features"
        )
    )
    var styleControl: StyleFeatures?

    func validate() throws {
        guard ridge >= 0, ridge.isFinite else { throw ValidationError("--ridge is a weight of 0 or more.") }
        guard confidence > 0, confidence < 100 else { throw ValidationError("--confidence lies between 0 and 100.") }
        if let twice = anchor.first(where: { one in
            anchor.count { ExactName($0.name) == ExactName(one.name) } > 1
        }) {
            throw ValidationError("--anchor pins “\(Console.printable(twice.name))” more than once.")
        }
        guard anchor.allSatisfy({ abs($0.rating) <= 1_000_000 }) else {
            throw ValidationError("--anchor lies between -1,000,000 and 1,000,000: farther out, digits are lost.")
        }
        if method == .elo {
            guard intervals == nil || intervals == .permutations else {
                throw ValidationError("--method elo has no intervals but those of --intervals permutations.")
            }
            guard weights == .equal, ridge == 0, anchor.isEmpty, styleControl == nil else {
                throw ValidationError("--method elo goes without --weights, --ridge, --anchor and --style-control.")
            }
        } else if intervals == .permutations {
            throw ValidationError("--intervals permutations goes with --method elo.")
        } else if kFactor != Elo.Parameters().k {
            throw ValidationError("--k-factor goes with --method elo.")
        }
        guard kFactor > 0, kFactor <= 1_000 else {
            throw ValidationError("--k-factor lies above 0 and is at most 1,000.")
        }
        if styleControl != nil {
            guard method == .bradleyTerry else {
                throw ValidationError("--style-control goes with --method bradley-terry.")
            }
        }
        guard (10...100_000).contains(rounds) else { throw ValidationError("--rounds lies between 10 and 100,000.") }
    }

    /// Whether this is how the server computes its board.
    var isStandard: Bool {
        method != .elo && options(anchors: []) == RatingOptions() && anchor.isEmpty && styleControl == nil
    }

    /// The orders of the battles to try; nil unless that is asked for.
    var permutations: EloBoard.Permutations? {
        intervals == .permutations ? EloBoard.Permutations(rounds: rounds, seed: seed) : nil
    }

    /// The settings of Elo ratings.
    var eloParameters: Elo.Parameters { Elo.Parameters(k: kFactor) }

    /// Whether Elo ratings have to follow the battles in a way of their own, beside what is kept of every ranking.
    var followsElo: Bool { permutations != nil || eloParameters != Elo.Parameters() }

    /// Whether the battles are needed one by one, and not their counts alone.
    var needsBattles: Bool { styleControl != nil || weights == .drawProbability || followsElo }

    /// The options of the mathematics.
    ///
    /// - Parameter models: the models' names, by index.
    /// - Throws: `Refusal` when nobody, or more than one, has the name of the model to pin.
    func options(models: [(name: String, slug: String)]) throws -> RatingOptions {
        options(
            anchors: try anchor.map { anchor in
                let named = models.indices.filter { ExactName(models[$0].name) == ExactName(anchor.name) }
                let places = named.isEmpty ? models.indices.filter { models[$0].slug == anchor.name } : named
                guard let place = places.first else {
                    throw Refusal(
                        "--anchor names “\(Console.printable(anchor.name))”, which no model among these battles is called."
                    )
                }
                return RatingOptions.Anchor(model: place, rating: anchor.rating)
            }
        )
    }

    private func options(anchors: [RatingOptions.Anchor]) -> RatingOptions {
        var options = RatingOptions()
        options.model =
            switch method {
            case .bradleyTerry, .elo: .bradleyTerry
            case .davidson: .davidson
            case .raoKupper: .raoKupper
            }
        options.weighting =
            switch weights {
            case .equal: .equal
            case .balancedPairs: .balanced
            case .drawProbability: .own
            }
        options.ridge = ridge
        options.intervals =
            switch intervals {
            case .sandwich, .permutations, nil: .sandwich
            case .inverseHessian: .inverseHessian
            case .bootstrap: .bootstrap(rounds: rounds, seed: seed)
            }
        options.confidence = confidence / 100
        // As the server does it. Who names a feature is told that there is nothing to it.
        options.leavesOutSilentFeatures = styleControl == StyleFeatures.standard
        options.anchors = anchors
        return options
    }
}
