/// Systems solved without a factor.
extension BorderedForm {
    /// How much of a solution may be missing, in the norm of what preconditions.
    private static let remainder = 1e-3
    /// Steps after which a factor is cheaper.
    private static let stepLimit = 100

    /// The x with form · x = the right sides, all but a thousandth of it: conjugate gradients (Hestenes and Stiefel 1952),
    /// preconditioned by the factor of a form nearby, or by this one's diagonal (Jacobi).
    ///
    /// Where the right sides are a slope, x points uphill however much of it is missing. A step costs no more than the
    /// edges; where models met many others, or the same few opponents link everybody, some ten steps do.
    ///
    /// - Returns: `nil` where so few steps do not get there; else, where no vertex is grounded, strengths of any mean.
    func solve(
        _ strengths: [Double],
        _ parameters: [Double],
        gauge: BorderedFactor.Gauge,
        near factor: BorderedFactor?
    ) -> (strengths: [Double], parameters: [Double])? {
        let diagonal = factor == nil ? diagonal : []
        func preconditioned(_ rest: [Double]) -> [Double] {
            if let factor {
                let answer = factor.solve(Array(rest[..<plan.order]), Array(rest[plan.order...]))
                return answer.strengths + answer.parameters
            }
            var answer = zip(rest, diagonal).map { $1 > 0 ? $0 / $1 : 0 }
            if gauge == .grounded, plan.order > 0 { answer[plan.order - 1] = 0 }
            return answer
        }
        var rest = strengths + parameters
        var solution = Array(repeating: 0.0, count: rest.count)
        var answer = preconditioned(rest)
        var square = Self.product(rest, answer)
        let goal = square * Self.remainder * Self.remainder
        var direction = answer
        for _ in 0..<Self.stepLimit {
            guard square > goal else { return (Array(solution[..<plan.order]), Array(solution[plan.order...])) }
            let image = product(direction)
            let curvature = Self.product(direction, image)
            guard curvature > 0 else { return nil }
            let length = square / curvature
            for index in rest.indices {
                solution[index] += length * direction[index]
                rest[index] -= length * image[index]
            }
            answer = preconditioned(rest)
            let next = Self.product(rest, answer)
            let share = next / square
            for index in direction.indices { direction[index] = answer[index] + share * direction[index] }
            square = next
        }
        return nil
    }

    /// The form's diagonal: that of the strengths, then of the further parameters.
    private var diagonal: [Double] {
        var diagonal = Array(repeating: 0.0, count: plan.order)
        for (edge, weight) in zip(plan.edges, weights) where edge.first != edge.second {
            diagonal[Int(edge.first)] += weight
            diagonal[Int(edge.second)] += weight
        }
        return diagonal + corner.indices.map { corner[$0][$0] }
    }

    /// The form's product with strengths, followed by further parameters.
    private func product(_ x: [Double]) -> [Double] {
        var product = laplacianProduct(x)
        for (column, border) in border.enumerated() {
            let parameter = x[plan.order + column]
            var sum = 0.0
            for vertex in border.indices {
                sum += border[vertex] * x[vertex]
                product[vertex] += border[vertex] * parameter
            }
            for (row, entry) in corner[column].enumerated() { sum += entry * x[plan.order + row] }
            product.append(sum)
        }
        return product
    }

    private static func product(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }
}
