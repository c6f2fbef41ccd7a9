/// The battles of rated models as they weigh in a fit.
struct Weighed: Sendable {
    /// The sums by pair, ascending.
    let cells: [WeightedCell]
    /// The battles of each weight, where those of a pair and outcome do not all weigh the same.
    var groups: [WeightGroup]?

    /// The same pairs, voted on again: for each group of like battles a Poisson number of them with their number as its mean.
    func resampled(_ random: inout Random) -> [WeightedCell] {
        groups?.cells { random.poisson(Double($0)) } ?? cells.map { $0.resampled(&random) }
    }
}
