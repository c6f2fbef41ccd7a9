/// Variances of strengths without a matrix of all models by all models: column after column of the inverse, eight at a time.
extension BorderedFactor {
    /// The part of the inverse between strengths and further parameters, a column for each of these.
    func across(_ rest: [[Double]]) -> [[Double]] {
        rest.indices.map { column in
            (0..<laplacian.order).map { vertex in
                rest.indices.reduce(0.0) { $0 - carried[$1][vertex] * rest[$1][column] }
            }
        }
    }

    /// The diagonal of the inverse's strengths' part, or that of MLM where a spread L is given, M the inverse without border and corner;
    /// by vertex.
    ///
    /// MLM's is a sum of squares: Σ s·(Mᵢₐ − Mᵢ_b)² over the edges (a, b) of weight s.
    func variances(spread: BorderedForm?) -> [Double] {
        let plan = laplacian.plan
        let across = across(corner.inverse()).map { placed($0, plan) }
        let carried = spread == nil ? carried.map { placed($0, plan) } : []
        // The column means of the grounded inverse, which are taken out of its columns where strengths sum to zero.
        let means =
            gauge == .zeroMean
            ? placed(laplacian.solve(Array(repeating: 1 / Double(plan.order), count: plan.order)), plan)
            : Array(repeating: 0, count: plan.order)
        let grandMean = means.reduce(0, +) / Double(max(plan.order, 1))
        let edges = spread.map { Self.edges(of: $0, plan) } ?? []
        let inverse = InverseColumns(laplacian)
        let groups = Parallel.map(inverse.groups) { group in
            var columns = inverse.columns(of: group)
            let places = inverse.places(of: group)
            for (k, carry) in carried.enumerated() {
                var shares = InverseColumns.Wide.zero
                for (lane, place) in places.enumerated() { shares[lane] = across[k][place] }
                for row in columns.indices { columns[row] -= carry[row] * shares }
            }
            for row in columns.indices { columns[row] -= means[row] }
            var sum = InverseColumns.Wide.zero
            if spread == nil {
                for (lane, place) in places.enumerated() { sum[lane] = columns[place][lane] - means[place] + grandMean }
            }
            for edge in edges {
                let difference = columns[Int(edge.first)] - columns[Int(edge.second)]
                sum += edge.weight * difference * difference
            }
            return places.indices.map { sum[$0 - places.lowerBound] }
        }
        var variances = Array(repeating: 0.0, count: plan.order)
        for (group, values) in groups.enumerated() {
            for (place, value) in zip(inverse.places(of: group), values) { variances[place] = value }
        }
        return plan.positions.map { variances[$0] }
    }

    /// Values by vertex, by place.
    private func placed(_ values: [Double], _ plan: EliminationPlan) -> [Double] {
        var placed = values
        for (vertex, position) in plan.positions.enumerated() { placed[position] = values[vertex] }
        return placed
    }

    private static func edges(
        of spread: BorderedForm,
        _ plan: EliminationPlan
    ) -> [(first: Int32, second: Int32, weight: Double)] {
        zip(spread.plan.edges, spread.weights).compactMap { edge, weight in
            let (first, second) = (plan.positions[Int(edge.first)], plan.positions[Int(edge.second)])
            return weight > 0 ? (Int32(first), Int32(second), weight) : nil
        }.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    }
}
