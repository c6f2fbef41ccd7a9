/// A quadratic form in the strengths of n models and k further parameters: a Laplacian, a border and a corner.
///
/// | L  C |
/// | Cᵀ D |
///
/// The information of a fit has this shape, and the spread of its scores: each battle contributes the square of a vector
/// that is 1 at one model, −1 at the other and anything at the further parameters. With a ridge, a further vertex stands for
/// strength zero, tied to every model by the ridge's weight; it is the last one, the one that is grounded.
struct BorderedForm {
    /// L's weights above the diagonal.
    var weights: BlockMatrix
    /// C, a column for each further parameter.
    var border: [[Double]]
    /// D.
    var corner: [[Double]]

    /// Zero.
    init(vertices: Int, parameters: Int) {
        weights = BlockMatrix(order: vertices)
        border = Array(repeating: Array(repeating: 0, count: vertices), count: parameters)
        corner = Array(repeating: Array(repeating: 0, count: parameters), count: parameters)
    }

    /// Adds `mass` times (eᵢ − eⱼ) at further parameter `parameter`.
    @inline(__always)
    mutating func addBorder(_ mass: Double, _ first: Int, _ second: Int, _ parameter: Int) {
        border[parameter][first] += mass
        border[parameter][second] -= mass
    }
}
