public import ArenaCore
import Ranking

/// A published board as the API and the command line write it.
public struct LeaderboardResponse: Sendable {
    private let board: LeaderboardSnapshot

    /// The wire form of a board.
    public init(_ board: LeaderboardSnapshot) {
        self.board = board
    }

    /// The board as JSON in UTF-8; the same board gives the same bytes.
    public func encoded() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("slice", board.slice)
            writer.field("method", board.method)
            writer.key("scale")
            writer.object { writer in
                writer.field("center", Int(RatingScale.centre))
                writer.field("points_per_tenfold_odds", 400)
                writer.field("confidence", 0.95)
                writer.field("interval", "sandwich")
            }
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
                    writer.tally(entry.tally)
                    writer.field("elo", entry.elo)
                }
            }
        }
        return writer.bytes
    }
}
