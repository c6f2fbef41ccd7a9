import ArenaCore
import NIOCore

/// A board as a server-sent event (HTML Standard §9.2), made once for all streams.
struct LeaderboardEvent: Sendable {
    /// By which a client that comes back tells what it has seen.
    let id: String
    let plain: ByteBuffer
    let zipped: Gzip.Block

    private static let end = Array("\n\n".utf8)
    private static let zippedEnd = Gzip.block(end)

    /// The event of a board, whose body is JSON on a single line.
    init(_ body: PreparedBody, of state: ArenaState) {
        // The place in the log for people, a piece of the tag for all that can change without it.
        id = "\(state.leaderboard.logPosition)-\(body.tag.filter(\.isHexDigit).prefix(12))"
        let start = Array("id: \(id)\nevent: leaderboard\ndata: ".utf8)
        var plain = ByteBuffer(bytes: start)
        plain.writeImmutableBuffer(body.buffer)
        plain.writeBytes(Self.end)
        self.plain = plain
        // What is compressed already is not compressed again.
        zipped = Gzip.block(start) + (body.block ?? Gzip.block(Array(body.buffer.readableBytesView))) + Self.zippedEnd
    }
}
