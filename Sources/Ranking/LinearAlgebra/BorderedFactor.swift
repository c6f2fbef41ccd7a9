/// The factor of a bordered form, by which systems with it are solved: the Laplacian's, and that of what it leaves of the corner.
struct BorderedFactor {
    /// Where strengths have no zero of their own, they sum to zero.
    enum Gauge {
        case zeroMean, grounded
    }

    let laplacian: GraphFactor
    let gauge: Gauge
    /// L⁻¹C.
    let carried: [[Double]]
    /// The factor of S = D − CᵀL⁻¹C.
    let corner: SmallCholesky

    /// - Parameter least: how much of a further parameter's information has to be its own.
    /// - Returns: `nil` where some further parameter cannot be told from the strengths or from the others.
    init?(_ form: BorderedForm, gauge: Gauge, least: Double = 1e-11) {
        laplacian = GraphFactor(form.plan, weights: form.weights)
        self.gauge = gauge
        let (laplacian, gauge) = (laplacian, gauge)
        carried = form.border.map { Self.solve($0, laplacian, gauge) }
        var rest = form.corner
        for row in rest.indices {
            for column in rest.indices {
                rest[row][column] -= zip(form.border[row], carried[column]).reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
        guard let corner = SmallCholesky(rest) else { return nil }
        // What is left must be more than what rounding leaves of the whole.
        for index in rest.indices where rest[index][index] <= form.corner[index][index] * least { return nil }
        self.corner = corner
    }

    /// The factor of strengths alone, in the gauge of zero mean.
    init(_ laplacian: GraphFactor) {
        self.laplacian = laplacian
        gauge = .zeroMean
        carried = []
        corner = SmallCholesky()
    }

    /// The strengths and further parameters x with form · x = the right sides.
    func solve(_ strengths: [Double], _ parameters: [Double]) -> (strengths: [Double], parameters: [Double]) {
        let direct = Self.solve(strengths, laplacian, gauge)
        guard !carried.isEmpty else { return (direct, []) }
        let rest = parameters.indices.map { index in
            parameters[index] - zip(carried[index], strengths).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let solved = corner.solve(rest)
        var result = direct
        for (column, value) in zip(carried, solved) {
            for index in result.indices { result[index] -= column[index] * value }
        }
        return (result, solved)
    }

    /// The strengths x with L·x = the right sides, without border and corner.
    func solveLaplacian(_ strengths: [Double]) -> [Double] { Self.solve(strengths, laplacian, gauge) }

    private static func solve(_ right: [Double], _ laplacian: GraphFactor, _ gauge: Gauge) -> [Double] {
        var currents = right
        if gauge == .grounded, !currents.isEmpty {
            // The ground takes up whatever the currents do not sum to.
            currents[currents.count - 1] = -currents.dropLast().reduce(0, +)
        }
        let potentials = laplacian.solve(currents)
        guard gauge == .zeroMean, !potentials.isEmpty else { return potentials }
        let mean = potentials.reduce(0, +) / Double(potentials.count)
        return potentials.map { $0 - mean }
    }
}
