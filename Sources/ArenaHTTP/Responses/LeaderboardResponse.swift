public import ArenaCore
import Ranking

/// A published board as the API and the command line write it.
public struct LeaderboardResponse: Sendable {
    private let board: LeaderboardSnapshot
    private let fragility: BoardFragility?

    /// The wire form of a board, with its fragility where that was worked out.
    public init(_ board: LeaderboardSnapshot, fragility: BoardFragility? = nil) {
        self.board = board
        self.fragility = fragility
    }

    /// The board as JSON in UTF-8; the same board gives the same bytes.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("slice", board.slice)
            if !board.filters.isEmpty {
                writer.key("filters")
                writer.array(board.filters) { writer, filter in writer.value(filter) }
            }
            writer.field("method", board.method.name)
            writer.key("scale")
            writer.object { writer in
                writer.field("center", Int(RatingScale.centre))
                writer.field("points_per_tenfold_odds", 400)
                writer.field("confidence", board.method.options.confidence)
                writer.field("interval", board.intervalLabel)
            }
            if board.method != .standard { writer.details(of: board.method) }
            writer.field("log_position", board.logPosition)
            writer.key("log_positions")
            writer.object { writer in
                for (stream, seq) in board.positions.sorted(by: { $0.key < $1.key }) {
                    writer.field(String(stream.rawValue), seq)
                }
            }
            writer.field("exact_log_position", board.exactLogPosition)
            writer.field("fitted_at", Timestamp(board.fittedAt))
            writer.field("converged", board.hasConverged)
            writer.field("sample", board.isSample)
            writer.field("battles", board.battles)
            writer.key("models")
            writer.array(board.rows) { writer, row in
                writer.object { writer in
                    writer.identity(of: row.model)
                    writer.rating(row.rating)
                    writer.tally(row.tally)
                    writer.field("elo", row.elo)
                }
            }
            writer.key("not_rankable")
            writer.array(board.unrankable) { writer, entry in
                writer.object { writer in
                    writer.identity(of: entry.model)
                    writer.field("reason", entry.reason.rawValue)
                    writer.field("explanation", entry.reason.explanation)
                    if let group = entry.group { writer.field("group", group) }
                    writer.tally(entry.tally)
                    writer.field("elo", entry.elo)
                }
            }
            if let fragility { writer.fragility(fragility) }
        }
        return writer.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func fragility(_ fragility: BoardFragility) {
        if let first = fragility.first {
            key("fragility_of_first")
            hold(first)
        }
        key("fragility")
        array(fragility.neighbours) { writer, hold in writer.hold(hold) }
    }

    private mutating func hold(_ hold: OrderHold) {
        object { writer in
            writer.field("above", hold.upper.name)
            writer.field("below", hold.lower.name)
            writer.field("votes", hold.votes)
            writer.field("probability", hold.probability)
            writer.key("remove")
            writer.array(hold.removals) { writer, removal in
                writer.object { writer in
                    writer.field("model_a", removal.first.name)
                    writer.field("model_b", removal.second.name)
                    writer.field("outcome", removal.outcome.label)
                    writer.field("votes", removal.votes)
                }
            }
        }
    }

    /// What is particular about a method.
    fileprivate mutating func details(of method: BoardMethod) {
        field("order_dependent", method.isOrderDependent)
        if let elo = method.elo {
            key("elo")
            object { writer in
                writer.field("k", elo.parameters.k)
                writer.field("scale", elo.parameters.scale)
                writer.field("base", elo.parameters.base)
                writer.field("start", elo.parameters.start)
            }
            if let permutations = elo.permutations {
                key("permutations")
                object { writer in
                    writer.field("rounds", permutations.rounds)
                    writer.field("seed", String(permutations.seed))
                }
            }
            return
        }
        field("weights", method.weightingLabel)
        field("ridge", method.options.ridge)
        if !method.anchors.isEmpty {
            key("anchors")
            array(method.anchors) { writer, anchor in
                writer.object { writer in
                    writer.field("model", anchor.model)
                    writer.field("rating", anchor.rating)
                }
            }
        }
        if case .bootstrap(let rounds, let seed) = method.options.intervals {
            key("bootstrap")
            object { writer in
                writer.field("rounds", rounds)
                writer.field("separated_rounds", method.separatedRounds)
                writer.field("seed", String(seed))
            }
        }
        key("parameters")
        array(method.parameters) { writer, parameter in
            writer.object { writer in
                writer.field("name", parameter.name)
                writer.field("value", parameter.value)
                writer.field("standard_error", parameter.standardError)
                writer.field("lower", parameter.lower)
                writer.field("upper", parameter.upper)
            }
        }
    }
}
