public import Ranking

/// Everything a draw needs, prepared once for each published board: the pairs on offer with their probabilities.
public struct DrawTable: Sendable {
    /// What was drawn.
    public struct Draw: Sendable, Equatable {
        /// The prompt.
        public let prompt: Identifier<Prompt>
        /// The response for side A.
        public let sideA: Catalogue.ResponseReference
        /// The response for side B.
        public let sideB: Catalogue.ResponseReference
        /// The probability with which this unordered pair of models was drawn.
        public let probability: Double
    }

    private let pairing: PairsOnOffer
    private let probabilities: [Double]
    private let cumulative: [Double]

    private var catalogue: Catalogue { pairing.catalogue }
    private var pairs: [PairsOnOffer.Pair] { pairing.pairs }

    /// Prepares the draws from what is on offer and the counts so far.
    ///
    /// - Parameter counts: pair counts with the models in the catalogue's order.
    public init(_ offer: PairsOnOffer, counts: PairCounts) {
        self.init(offer, cells: counts.cells)
    }

    /// Prepares the draws from what is on offer and what is counted so far.
    ///
    /// - Parameter cells: in ascending order, of models by their places in the catalogue.
    init(_ offer: PairsOnOffer, cells: [PairCounts.Cell]) {
        // Both are in ascending order of their pairs.
        var next = 0
        let gains = offer.pairs.map { pair in
            while next < cells.count, (cells[next].first, cells[next].second) < (pair.first, pair.second) { next += 1 }
            guard next < cells.count, cells[next].first == pair.first, cells[next].second == pair.second else {
                return PairSampling.gainOfUnmetPair
            }
            return PairSampling.gain(cells[next])
        }
        probabilities = SamplingPolicy.probabilities(gains: gains)
        var sum = 0.0
        cumulative = probabilities.map {
            sum += $0
            return sum
        }
        pairing = offer
    }

    /// Whether there is nothing to draw.
    public var isEmpty: Bool { pairs.isEmpty }

    /// The models that may be drawn against each other, by slug, each pair with its probability.
    public var offers: [(String, String, Double)] {
        zip(pairs, probabilities).map { (catalogue.models[$0.first].slug, catalogue.models[$0.second].slug, $1) }
    }

    /// Draws a pair by its probability, then a prompt both have answered, a response of each, and the sides, all of
    /// these with equal chances.
    ///
    /// - Returns: `nil` when there is nothing to draw.
    public func draw(using generator: inout some RandomNumberGenerator) -> Draw? {
        guard let last = cumulative.last else { return nil }
        let target = Double.random(in: 0..<last, using: &generator)
        let place = min(cumulative.partitioningIndex { $0 > target }, pairs.count - 1)
        let pair = pairs[place]
        let shared = intersection(pairing.promptsOfModel[pair.first], pairing.promptsOfModel[pair.second])
        guard let number = shared.randomElement(using: &generator) else { return nil }
        let prompt = catalogue.prompts[Int(number)]
        guard let first = response(of: pair.first, to: prompt, using: &generator),
            let second = response(of: pair.second, to: prompt, using: &generator)
        else { return nil }
        let isFlipped = Bool.random(using: &generator)
        return Draw(
            prompt: prompt.id,
            sideA: isFlipped ? second : first,
            sideB: isFlipped ? first : second,
            probability: probabilities[place]
        )
    }

    private func response(
        of model: Int,
        to prompt: Catalogue.PromptReference,
        using generator: inout some RandomNumberGenerator
    ) -> Catalogue.ResponseReference? {
        let id = catalogue.models[model].id
        return prompt.responses.filter { $0.model == id }.randomElement(using: &generator)
    }
}

/// The elements that two ascending arrays share.
private func intersection(_ left: [Int32], _ right: [Int32]) -> [Int32] {
    var shared: [Int32] = []
    var i = 0
    var j = 0
    while i < left.count && j < right.count {
        if left[i] == right[j] {
            shared.append(left[i])
            i += 1
            j += 1
        } else if left[i] < right[j] {
            i += 1
        } else {
            j += 1
        }
    }
    return shared
}

extension [Double] {
    /// The first index whose element satisfies the predicate, in an array where all that do come last.
    fileprivate func partitioningIndex(where belongsInSecondPart: (Double) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
