/// A quadratic form in the strengths of n models and k further parameters: a Laplacian, a border and a corner.
///
/// | L  C |
/// | Cᵀ D |
///
/// The information of a fit has this shape, and the spread of its scores: each battle contributes the square of a vector
/// that is 1 at one model, −1 at the other and anything at the further parameters. Where strengths have a zero of their own,
/// a further vertex stands for it; it is the last one, the one that is grounded (see ``FitVertices``).
struct BorderedForm {
    /// The vertices, and the edges that the weights are of.
    let plan: EliminationPlan
    /// L's weights, by edge.
    var weights: [Double]
    /// C, a column for each further parameter.
    var border: [[Double]]
    /// D.
    var corner: [[Double]]

    /// Zero.
    init(_ plan: EliminationPlan, parameters: Int) {
        self.plan = plan
        weights = Array(repeating: 0, count: plan.edges.count)
        border = Array(repeating: Array(repeating: 0, count: plan.order), count: parameters)
        corner = Array(repeating: Array(repeating: 0, count: parameters), count: parameters)
    }

    /// The form of the strengths and some of the further parameters.
    func withParameters(_ range: Range<Int>) -> BorderedForm {
        var form = self
        form.border = Array(border[range])
        form.corner = corner[range].map { Array($0[range]) }
        return form
    }

    /// Adds `mass` times (eᵢ − eⱼ) at further parameter `parameter`.
    @inline(__always)
    mutating func addBorder(_ mass: Double, _ first: Int, _ second: Int, _ parameter: Int) {
        border[parameter][first] += mass
        border[parameter][second] -= mass
    }

    /// L·x.
    func laplacianProduct(_ x: [Double]) -> [Double] {
        var product = Array(repeating: 0.0, count: plan.order)
        for (edge, weight) in zip(plan.edges, weights) where weight != 0 {
            let (first, second) = (Int(edge.first), Int(edge.second))
            let flow = weight * (x[first] - x[second])
            product[first] += flow
            product[second] -= flow
        }
        return product
    }

    /// xᵀL·x, a sum of squares.
    func laplacianSquare(_ x: [Double]) -> Double {
        var sum = 0.0
        for (edge, weight) in zip(plan.edges, weights) {
            let difference = x[Int(edge.first)] - x[Int(edge.second)]
            sum += weight * difference * difference
        }
        return sum
    }

    /// L's weights above the diagonal.
    var matrix: BlockMatrix {
        var matrix = BlockMatrix(order: plan.order)
        for (edge, weight) in zip(plan.edges, weights) where edge.first != edge.second {
            matrix[Int(min(edge.first, edge.second)), Int(max(edge.first, edge.second))] += weight
        }
        return matrix
    }
}
