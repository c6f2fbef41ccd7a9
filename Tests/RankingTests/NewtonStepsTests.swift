import Testing

@testable import Ranking

@Suite("Newton's steps") struct NewtonStepsTests {
    private static let order = 40

    /// The information of battles between neighbours on a ring and random others, each telling something of one further parameter.
    private static func form(_ seed: UInt64, isGrounded: Bool, weights: ClosedRange<Double>) -> BorderedForm {
        var generator = SeededGenerator(seed: seed)
        var edges: [EliminationPlan.Edge] = []
        for vertex in 0..<order {
            edges.append(EliminationPlan.Edge(vertex, (vertex + 1) % order))
            for _ in 0..<6 {
                let other = Int.random(in: 0..<order, using: &generator)
                if other != vertex { edges.append(EliminationPlan.Edge(vertex, other)) }
            }
        }
        var form = BorderedForm(
            EliminationPlan(order: order, edges: edges, isGrounded: isGrounded, leastOrder: .max),
            parameters: 1
        )
        for (place, edge) in edges.enumerated() {
            let weight = Double.random(in: weights, using: &generator)
            let feature = Double.random(in: -1...1, using: &generator)
            form.weights[place] = weight
            form.addBorder(weight * feature, Int(edge.first), Int(edge.second), 0)
            form.corner[0][0] += weight * feature * feature
        }
        return form
    }

    /// A slope: what one model loses, others gain.
    private static func slope(_ seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        let values = (0..<order).map { _ in Double.random(in: -5...5, using: &generator) }
        let mean = values.reduce(0, +) / Double(order)
        return values.map { $0 - mean }
    }

    @Test(
        "a step without a factor, and one with the factor of a form nearby, are the exact one, all but a little",
        arguments: [BorderedFactor.Gauge.zeroMean, .grounded],
        [1, 2, 3] as [UInt64]
    )
    func inexact(gauge: BorderedFactor.Gauge, seed: UInt64) throws {
        let isGrounded = gauge == .grounded
        let form = Self.form(seed, isGrounded: isGrounded, weights: 1...9)
        var nearby = form
        for place in nearby.weights.indices { nearby.weights[place] *= place.isMultiple(of: 3) ? 1.3 : 0.9 }
        nearby.corner[0][0] *= 1.4
        let slope = Self.slope(seed + 10)
        let exact = try #require(BorderedFactor(form, gauge: gauge)).solve(slope, [3])
        for factor in [nil, BorderedFactor(nearby, gauge: gauge)] {
            let step = try #require(form.solve(slope, [3], gauge: gauge, near: factor))
            let mean = isGrounded ? 0 : step.strengths.reduce(0, +) / Double(Self.order)
            let pairs = zip(step.strengths + step.parameters, exact.strengths + exact.parameters)
            for (place, (one, other)) in pairs.enumerated() {
                #expect(abs(one - (place < Self.order ? mean : 0) - other) < 0.01 * exact.strengths.largest)
            }
            if isGrounded { #expect(step.strengths.last == 0) }
        }
    }

    @Test("a long chain of pairs is not solved without a factor, and its fit is exact all the same")
    func chain() throws {
        let models = 400
        var counts = PairCounts(modelCount: models)
        for model in 0..<(models - 1) {
            let wins: Int64 = model.isMultiple(of: 50) ? 1 : 1_000
            counts.add(a: model, b: model + 1, outcome: .modelA, count: 3 * wins)
            counts.add(a: model, b: model + 1, outcome: .modelB, count: wins)
        }
        let fit = try BradleyTerry.fit(counts)
        #expect(fit.converged)
        for model in 0..<(models - 1) {
            // Each pair stands alone: its odds are those of its own battles.
            let odds = fit.strengths[model] - fit.strengths[model + 1]
            #expect(isClose(odds, Elementary.log(3), absolute: 1e-10))
        }
        let form = try #require(Self.information(of: counts, at: fit.strengths))
        #expect(form.solve(Self.ends(models), [], gauge: .zeroMean, near: nil) == nil)
    }

    @Test("steps far from a slope's end are taken without a factor, and the last one never is")
    func lastStep() throws {
        let form = Self.form(7, isGrounded: false, weights: 1...9)
        let slope = Self.slope(8)
        var steps = NewtonSteps(gauge: .zeroMean)
        _ = steps.next(form, slope, [1]) { _ in false }
        #expect(steps.factor == nil)
        let first = try #require(steps.next(form, slope, [1]) { _ in false })
        // Just short enough, as steps are by their own size and not by that of another.
        let last = try #require(steps.next(form, slope, [1]) { $0 <= 1.5 * first.size })
        let exact = try #require(steps.factor).solve(slope, [1])
        #expect(last.step.strengths == exact.strengths && last.step.parameters == exact.parameters)
    }

    private static func ends(_ models: Int) -> [Double] {
        (0..<models).map { $0 == 0 ? 1 : $0 == models - 1 ? -1 : 0 }
    }

    private static func information(of counts: PairCounts, at strengths: [Double]) -> BorderedForm? {
        let cells = counts.cells
        let plan = EliminationPlan(order: strengths.count, edges: cells.edges, isGrounded: false, leastOrder: .max)
        var form = BorderedForm(plan, parameters: 0)
        for (place, cell) in cells.enumerated() {
            let p = Elementary.logistic(strengths[cell.first] - strengths[cell.second])
            form.weights[place] = Double(cell.battles) * p * (1 - p)
        }
        return form
    }
}
