/// A model of one battle between two models whose strengths differ by u = θᵢ − θⱼ.
public enum PairModel: String, Sendable, CaseIterable, Hashable {
    /// A win has the chance σ(u); a battle without a winner is half a win for each (Bradley and Terry 1952).
    case bradleyTerry = "bradley_terry"
    /// Wins and draws stand as e^(u/2) : e^(−u/2) : ν (Davidson 1970); its parameter is τ = ln ν.
    case davidson
    /// A win has the chance σ(u − η), a loss σ(−u − η), a draw the rest (Rao and Kupper 1967); its parameter is η > 0.
    case raoKupper = "rao_kupper"

    /// Whether it has a parameter for draws beside the strengths.
    public var hasTieParameter: Bool { self != .bradleyTerry }

    /// What the battles of a pair say of u and the tie parameter τ, at some values of them.
    struct Terms {
        /// The log-likelihood.
        var logLikelihood = 0.0
        /// Its derivative by u, and by τ.
        var slope = (u: 0.0, tau: 0.0)
        /// Its negated second derivatives.
        var information = Symmetric()
        /// The sum of the squares of each battle's own derivatives, with squared weights.
        var spread = Symmetric()
    }

    /// A symmetric form in u and τ.
    struct Symmetric {
        var uu = 0.0
        var uTau = 0.0
        var tauTau = 0.0

        /// Adds `mass` times the square of (u, τ).
        mutating func add(_ mass: Double, _ u: Double, _ tau: Double) {
            uu += mass * u * u
            uTau += mass * u * tau
            tauTau += mass * tau * tau
        }
    }

    /// The terms of a cell.
    ///
    /// - Parameter shift: in the spread, how much of each battle's derivative by u is taken from its derivative by τ.
    func terms(of cell: WeightedCell, u: Double, tau: Double, shift: Double = 0) -> Terms {
        switch self {
        case .bradleyTerry: Self.bradleyTerry(cell, u)
        case .davidson: Self.davidson(cell, u, tau, shift)
        case .raoKupper: Self.raoKupper(cell, u, tau, shift)
        }
    }

    /// The slopes of ``terms(of:u:tau:)`` alone.
    @inline(__always)
    func slope(of cell: WeightedCell, u: Double, tau: Double) -> (u: Double, tau: Double) {
        guard self == .bradleyTerry else { return terms(of: cell, u: u, tau: tau).slope }
        let p = Elementary.logistic(u)
        return (cell.firstWins.weight + cell.draws.weight / 2 - cell.weight * p, 0)
    }

    /// The tie parameter at which battles of equals are drawn as often as all battles are.
    func start(drawShare: Double) -> Double {
        switch self {
        case .bradleyTerry: 0
        case .davidson: Elementary.log(2 * drawShare / (1 - drawShare))
        case .raoKupper: Elementary.log((1 + drawShare) / (1 - drawShare))
        }
    }

    /// The chance of a win plus half that of a draw.
    func expectedScore(u: Double, tau: Double) -> Double {
        guard self == .raoKupper else {
            let chances = chances(u: u, tau: tau)
            return chances.won + chances.drawn / 2
        }
        return (1 + Elementary.logistic(u - tau) - Elementary.logistic(-u - tau)) / 2
    }

    /// The chances of a win, a loss and a draw; of Bradley-Terry, whose draws are half wins, the first two alone.
    func chances(u: Double, tau: Double) -> (won: Double, lost: Double, drawn: Double) {
        switch self {
        case .bradleyTerry: return (Elementary.logistic(u), Elementary.logistic(-u), 0)
        case .davidson:
            let top = max(abs(u) / 2, tau)
            let (a, b, c) = (Elementary.exp(u / 2 - top), Elementary.exp(-u / 2 - top), Elementary.exp(tau - top))
            let sum = a + b + c
            return (a / sum, b / sum, c / sum)
        case .raoKupper:
            let (won, lost) = (Elementary.logistic(u - tau), Elementary.logistic(-u - tau))
            return (won, lost, max(0, 1 - won - lost))
        }
    }

    /// Whether a value of the tie parameter is one that it can have.
    func allows(_ tau: Double) -> Bool { self != .raoKupper || tau > 0 }

    private static func bradleyTerry(_ cell: WeightedCell, _ u: Double) -> Terms {
        let (p, q) = (Elementary.logistic(u), Elementary.logistic(-u))
        let half = cell.draws.weight / 2
        let (won, lost) = (cell.firstWins.weight + half, cell.secondWins.weight + half)
        var terms = Terms()
        terms.logLikelihood = -won * Elementary.softplus(-u) - lost * Elementary.softplus(u)
        terms.slope.u = won * q - lost * p
        terms.information.uu = cell.weight * p * q
        terms.spread.add(cell.firstWins.square, q, 0)
        terms.spread.add(cell.secondWins.square, p, 0)
        terms.spread.add(cell.draws.square, (q - p) / 2, 0)
        return terms
    }

    private static func davidson(_ cell: WeightedCell, _ u: Double, _ tau: Double, _ shift: Double) -> Terms {
        // Scaled by the largest of the three, so that none overflows.
        let top = max(abs(u) / 2, tau)
        let (a, b, c) = (
            Elementary.exp(u / 2 - top), Elementary.exp(-u / 2 - top), Elementary.exp(tau - top)
        )
        let sum = a + b + c
        let (p, q, draw) = (a / sum, b / sum, c / sum)
        let mean = (p - q) / 2
        // ½ less and plus the mean, in forms that do not cancel.
        let (below, above) = (q + draw / 2, p + draw / 2)
        let logSum = top + Elementary.log(sum)
        let (won, lost, drawn) = (cell.firstWins.weight, cell.secondWins.weight, cell.draws.weight)
        var terms = Terms()
        terms.logLikelihood = (won - lost) * u / 2 + drawn * tau - cell.weight * logSum
        terms.slope.u = won * below - lost * above - drawn * mean
        terms.slope.tau = drawn * (p + q) - (won + lost) * draw
        // The variance of u's statistic, ½, −½ or 0: (p + q)/4 − mean², in a form that does not cancel.
        terms.information.uu = cell.weight * (p * q + draw * (p + q) / 4)
        terms.information.uTau = -cell.weight * mean * draw
        terms.information.tauTau = cell.weight * draw * (p + q)
        terms.spread.add(cell.firstWins.square, below, -draw - shift * below)
        terms.spread.add(cell.secondWins.square, -above, -draw + shift * above)
        terms.spread.add(cell.draws.square, -mean, p + q + shift * mean)
        return terms
    }

    private static func raoKupper(_ cell: WeightedCell, _ u: Double, _ eta: Double, _ shift: Double) -> Terms {
        let (p, notP) = (Elementary.logistic(u - eta), Elementary.logistic(eta - u))
        let (q, notQ) = (Elementary.logistic(-u - eta), Elementary.logistic(u + eta))
        // A draw's chance is (e^2η − 1)·p·q = (1 − e^−2η)·(1 − p)·(1 − q).
        let shrink = Elementary.exp(-2 * eta)
        let open = 1 - shrink
        let (won, lost, drawn) = (cell.firstWins.weight, cell.secondWins.weight, cell.draws.weight)
        // What a draw says of u and η, in forms that do not cancel where nearly all is drawn.
        let (tilt, pull) = (q - p, 2 * shrink / open + p + q)
        var terms = Terms()
        terms.logLikelihood = -won * Elementary.softplus(eta - u) - lost * Elementary.softplus(u + eta)
        if drawn > 0 {
            let logOpen = shrink < 0.25 ? Elementary.logOnePlus(-shrink) : Elementary.log(open)
            terms.logLikelihood += drawn * (logOpen - Elementary.softplus(u - eta) - Elementary.softplus(-u - eta))
        }
        terms.slope.u = won * notP - lost * notQ + drawn * tilt
        terms.slope.tau = -won * notP - lost * notQ + drawn * pull
        let (curveP, curveQ) = ((won + drawn) * p * notP, (lost + drawn) * q * notQ)
        terms.information.uu = curveP + curveQ
        terms.information.uTau = curveQ - curveP
        terms.information.tauTau = curveP + curveQ + drawn * 4 * shrink / (open * open)
        terms.spread.add(cell.firstWins.square, notP, -notP - shift * notP)
        terms.spread.add(cell.secondWins.square, -notQ, -notQ + shift * notQ)
        terms.spread.add(cell.draws.square, tilt, pull - shift * tilt)
        return terms
    }
}
