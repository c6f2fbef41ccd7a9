/// Cholesky's factor of a small symmetric positive definite matrix, such as that of a few coefficients.
struct SmallCholesky: Sendable {
    /// The lower triangle, row after row.
    private let rows: [[Double]]

    /// The factor of a matrix without rows.
    init() { rows = [] }

    /// - Returns: `nil` where the matrix is not positive definite by more than rounding.
    init?(_ matrix: [[Double]]) {
        var rows: [[Double]] = []
        for i in matrix.indices {
            var row = Array(repeating: 0.0, count: i + 1)
            for j in 0...i {
                var sum = matrix[i][j]
                for k in 0..<j { sum -= row[k] * (j == i ? row[k] : rows[j][k]) }
                if j < i {
                    row[j] = sum / rows[j][j]
                } else {
                    guard sum > matrix[i][i] * 1e-13, sum.isFinite else { return nil }
                    row[i] = sum.squareRoot()
                }
            }
            rows.append(row)
        }
        self.rows = rows
    }

    /// The x with matrix · x = `right`.
    func solve(_ right: [Double]) -> [Double] {
        var x = right
        for i in rows.indices {
            for k in 0..<i { x[i] -= rows[i][k] * x[k] }
            x[i] /= rows[i][i]
        }
        for i in rows.indices.reversed() {
            for k in (i + 1)..<max(rows.count, i + 1) { x[i] -= rows[k][i] * x[k] }
            x[i] /= rows[i][i]
        }
        return x
    }

    /// The inverse matrix.
    func inverse() -> [[Double]] {
        rows.indices.map { column in solve(rows.indices.map { $0 == column ? 1 : 0 }) }
    }
}
