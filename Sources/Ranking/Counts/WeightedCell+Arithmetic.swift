extension WeightedCell {
    /// Adds the battles of another cell of the same pair.
    mutating func add(_ other: WeightedCell) {
        firstWins.add(other.firstWins)
        secondWins.add(other.secondWins)
        draws.add(other.draws)
    }

    /// The same battles with every weight times `factor`.
    func scaled(by factor: Double) -> WeightedCell {
        var cell = self
        cell.firstWins = firstWins.scaled(by: factor)
        cell.secondWins = secondWins.scaled(by: factor)
        cell.draws = draws.scaled(by: factor)
        return cell
    }

    /// The same battles of models with other indices, lower one first.
    func relabelled(_ first: Int, _ second: Int) -> WeightedCell {
        guard first > second else {
            return WeightedCell(
                first: first,
                second: second,
                firstWins: firstWins,
                secondWins: secondWins,
                draws: draws
            )
        }
        return WeightedCell(
            first: second,
            second: first,
            firstWins: secondWins,
            secondWins: firstWins,
            draws: draws
        )
    }
}

extension WeightedCell.Mass {
    /// Adds the battles of another sum.
    mutating func add(_ other: WeightedCell.Mass) {
        weight += other.weight
        square += other.square
    }

    /// The same battles with every weight times `factor`.
    func scaled(by factor: Double) -> WeightedCell.Mass {
        WeightedCell.Mass(weight: weight * factor, square: square * factor * factor)
    }
}
