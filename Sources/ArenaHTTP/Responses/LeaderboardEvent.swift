import ArenaCore
import NIOCore

/// A board as a server-sent event (HTML Standard §9.2), made once for all streams.
struct LeaderboardEvent: Sendable {
    /// By which a client that comes back tells what it has seen.
    let id: String
    let plain: ByteBuffer
    let zipped: Gzip.Block

    /// The event of a board.
    ///
    /// - Parameter json: the board on a single line.
    init(_ json: [UInt8], tag: String, of state: ArenaState) {
        // The place in the log for people, a piece of the tag for all that can change without it.
        id = "\(state.leaderboard.logPosition)-\(tag.filter(\.isHexDigit).prefix(12))"
        let bytes = Array("id: \(id)\nevent: leaderboard\ndata: ".utf8) + json + Array("\n\n".utf8)
        plain = ByteBuffer(bytes: bytes)
        zipped = Gzip.block(bytes)
    }
}
