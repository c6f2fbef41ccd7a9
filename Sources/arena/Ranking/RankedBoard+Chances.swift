import ArenaCore
import Ranking

extension RankedBoard {
    /// The chance that each row's model beats each column's, in the board's order: that of the fit, or without one
    /// Bradley-Terry's of the ratings.
    var winMatrix: [[Double]] {
        let places = analysis.map { analysis in
            Dictionary(uniqueKeysWithValues: analysis.board.rows.enumerated().map { (models[$1.model].id, $0) })
        }
        let matrix = analysis?.winMatrix()
        return board.rows.map { row in
            board.rows.map { column in
                if let matrix, let i = places?[row.model.id], let j = places?[column.model.id] { return matrix[i][j] }
                return WinProbability.of(row.rating.rating, over: column.rating.rating)
            }
        }
    }
}
