extension RatingAnalysis {
    /// The pinned models by their places among the rated ones.
    struct Pins {
        /// Of all of them.
        let ratings: [Int: Double]

        /// - Throws: ``Failure/anchorNotRated(model:)`` and ``Failure/anchorRepeated(model:)``.
        init(_ options: RatingOptions, rated: [Int]) throws(Failure) {
            var ratings: [Int: Double] = [:]
            for anchor in options.anchors {
                guard let place = rated.firstIndex(of: anchor.model) else { throw .anchorNotRated(model: anchor.model) }
                guard ratings.updateValue(anchor.rating, forKey: place) == nil else {
                    throw .anchorRepeated(model: anchor.model)
                }
            }
            self.ratings = ratings
        }

        /// The only pinned model: the board is moved to it once it is fitted.
        var single: (place: Int, rating: Double)? {
            ratings.count == 1 ? ratings.first.map { ($0.key, $0.value) } : nil
        }

        /// The strengths that are constants of the fit: those of several pinned models.
        var strengths: [Int: Double] {
            ratings.count > 1
                ? ratings.mapValues { ($0 - RatingScale.centre) / RatingScale.pointsPerStrength } : [:]
        }
    }
}

extension RatingAnalysis.Parameter {
    /// A parameter with the interval of a normal distribution, or with deviation and percentiles of samples.
    init(_ name: String, _ value: Double, _ variance: Double, _ samples: [Double]?, _ options: RatingOptions) {
        self.name = name
        self.value = value
        let tail = (1 - options.confidence) / 2
        let sorted = samples?.sorted() ?? []
        if let deviation = sorted.sampleDeviation, let low = sorted.quantileOfSorted(tail),
            let high = sorted.quantileOfSorted(1 - tail)
        {
            (standardError, lower, upper) = (deviation, low, high)
        } else {
            let z = Normal.quantile(twoSided: options.confidence)
            standardError = max(0, variance).squareRoot()
            (lower, upper) = (value - z * standardError, value + z * standardError)
        }
    }
}
