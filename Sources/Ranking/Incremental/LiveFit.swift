/// A fit that follows single battles: each moves all strengths and standard errors at once, in O(n²) time for n models.
///
/// A battle adds w·xxᵀ to the Hessian and (y − p)²·xxᵀ to the middle of the sandwich, x = eₐ − e_b, w = p(1 − p). With G = H⁻¹,
/// V = GBG, u = Gx, z = Vx, s = xᵀu and c = w/(1 + ws), one Newton step and the formula of Sherman and Morrison (1950) give
///
///     θ ← θ + (y − p)/(1 + ws) · u
///     G ← G − c·uuᵀ
///     V ← V − c(uzᵀ + zuᵀ) + (c²·xᵀVx + (y − p)²(1 − cs)²)·uuᵀ
///
/// The matrices themselves stay as the exact fit left them; the updates are kept beside them as vectors. What is left out
/// is how a change of strengths changes p(1 − p) and (y − p)² of all the *other* battles; ``drift`` bounds that, and an exact
/// fit takes it back to zero.
public struct LiveFit: Sendable {
    private typealias Block = BlockMatrix.Block

    /// The numbers of an update; its vectors are rows beside it.
    private struct Update: Sendable {
        let c: Double
        let k: Double
    }

    private let exact: Sandwich
    private let exactStrengths: [Block]
    private var blocks: [Block]
    private var variance: [Block]
    private var updates: [Update] = []
    /// The vectors u and z of the updates, row after row.
    private var us: [Block] = []
    private var zs: [Block] = []

    /// Continues an exact fit.
    public init(of fit: BradleyTerry.Fit, _ sandwich: Sandwich) {
        exact = sandwich
        blocks = fit.pairings.blocks(fit.strengths)
        exactStrengths = blocks
        variance = fit.pairings.blocks(sandwich.variances)
    }

    private var modelCount: Int { exact.inverse.order }

    /// The battles recorded since the exact fit.
    public var battles: Int { updates.count }

    /// The strengths θ on the log scale, by model index; their mean is zero.
    public var strengths: [Double] { flat(blocks) }

    /// The squares of the standard errors, on the log scale, by model index.
    public var variances: [Double] { flat(variance).map { max(0, $0) } }

    /// The most that the strength difference of two models has changed since the exact fit, on the log scale.
    ///
    /// A difference that changed by D changes a weight p(1 − p) by at most a factor e^D (Bach 2010, section 2), and so does H⁻¹:
    /// the standard errors of H⁻¹ are then right to a factor e^(D/2).
    public var drift: Double {
        let moved = zip(flat(blocks), flat(exactStrengths)).map { $0 - $1 }
        return (moved.max() ?? 0) - (moved.min() ?? 0)
    }

    /// Counts a battle between `a` (shown as A) and `b`.
    public mutating func record(a: Int, b: Int, outcome: Outcome) {
        precondition(a != b, "a model cannot battle itself")
        let p = Elementary.logistic(blocks[a / 4][a % 4] - blocks[b / 4][b % 4])
        let weight = p * (1 - p)
        let rest = outcome.scoreOfA - p
        let u = response(to: a, b)
        let z = spread(of: a, b)
        let s = Self.difference(u, a, b)
        let c = weight / (1 + weight * s)
        let k = c * c * Self.difference(z, a, b) + rest * rest * (1 - c * s) * (1 - c * s)
        let step = rest / (1 + weight * s)
        for block in blocks.indices {
            blocks[block] += step * u[block]
            variance[block] += u[block] * (k * u[block] - 2 * c * z[block])
        }
        updates.append(Update(c: c, k: k))
        us += u
        zs += z
    }

    /// Strengths with how near the maximum they are.
    struct Refined {
        let strengths: [Double]
        /// The length of the last step: about how far, at most, the strengths are from the maximum.
        let lastStep: Double
        /// The largest gap between a model's wins and those expected of it before that step, in battles.
        let gradientNorm: Double
    }

    /// The exact strengths of the battles in `cells`, reached from here without a factor, as far as that goes.
    ///
    /// - Parameter cells: ascending, of the same models; the battles of the exact fit and those recorded since.
    func refined(_ cells: [PairCounts.Cell]) -> Refined {
        let pairings = Pairings(modelCount: modelCount, cells: cells)
        var refined = Refined(strengths: strengths, lastStep: .infinity, gradientNorm: .infinity)
        for _ in 0..<Self.refinements {
            let gradient = pairings.gradient(at: refined.strengths)
            let step = flat(product(pairings.blocks(gradient)))
            let size = step.lazy.map(abs).max() ?? 0
            guard size < refined.lastStep else { break }
            refined = Refined(
                strengths: zip(refined.strengths, step).map { $0 + $1 },
                lastStep: size,
                gradientNorm: gradient.lazy.map(abs).max() ?? 0
            )
            if size <= Self.precision { break }
        }
        return refined
    }

    /// The most steps of a refinement; each makes the rest smaller by about the factor ``drift``.
    private static let refinements = 40
    /// A step that no published digit shows.
    private static let precision = 1e-12

    // MARK: Products with G and V as they are now

    /// G·(eₐ − e_b).
    private func response(to a: Int, _ b: Int) -> [Block] {
        let matrix = exact.inverse
        let (rowA, rowB) = (a * matrix.stride, b * matrix.stride)
        var u = (0..<matrix.stride).map { matrix.blocks[rowA + $0] - matrix.blocks[rowB + $0] }
        let factors = updates.indices.map { -updates[$0].c * difference(us, $0, a, b) }
        BlockMatrix.addRows(of: us, times: factors, to: &u)
        return u
    }

    /// V·(eₐ − e_b).
    private func spread(of a: Int, _ b: Int) -> [Block] {
        let responses = exact.responses
        var z = Array(repeating: Block.zero, count: responses.stride)
        let spreads = exact.spreads.indices.map { part in
            max(0, exact.spreads[part]) * difference(responses.blocks, part, a, b)
        }
        BlockMatrix.addRows(of: responses.blocks, times: spreads, to: &z)
        let along = updates.indices.map { (u: difference(us, $0, a, b), z: difference(zs, $0, a, b)) }
        let ofU = zip(updates, along).map { $0.k * $1.u - $0.c * $1.z }
        let ofZ = zip(updates, along).map { -$0.c * $1.u }
        BlockMatrix.addRows(of: us, times: ofU, to: &z)
        BlockMatrix.addRows(of: zs, times: ofZ, to: &z)
        return z
    }

    /// G·vector.
    private func product(_ vector: [Block]) -> [Block] {
        let matrix = exact.inverse
        var product = Array(repeating: Block.zero, count: matrix.stride)
        BlockMatrix.addRows(of: matrix.blocks, times: flat(vector), to: &product)
        let factors = updates.indices.map { update in
            var along = Block.zero
            for block in vector.indices { along += us[update * vector.count + block] * vector[block] }
            return -updates[update].c * along.sum()
        }
        BlockMatrix.addRows(of: us, times: factors, to: &product)
        return product
    }

    /// The difference of elements `a` and `b` of a row.
    @inline(__always)
    private func difference(_ rows: [Block], _ row: Int, _ a: Int, _ b: Int) -> Double {
        let start = row * exact.inverse.stride
        return rows[start + a / 4][a % 4] - rows[start + b / 4][b % 4]
    }

    @inline(__always)
    private static func difference(_ vector: [Block], _ a: Int, _ b: Int) -> Double {
        vector[a / 4][a % 4] - vector[b / 4][b % 4]
    }

    private func flat(_ blocks: [Block]) -> [Double] {
        (0..<modelCount).map { blocks[$0 / 4][$0 % 4] }
    }
}
