import NIOCore
import Synchronization

/// Listens to an instance's boards and notes when each log position was first on one.
final class BoardWatch: Sendable {
    private let seen = Mutex<[(seq: Int64, at: ContinuousClock.Instant)]>([])

    /// When each board came, in order.
    var boards: [(seq: Int64, at: ContinuousClock.Instant)] { seen.withLock { $0 } }

    /// Listens until cancelled.
    func run(port: Int) async throws {
        try await RawHTTP.connect(port: port).executeThenClose { inbound, outbound in
            let request = "GET /api/v1/leaderboard/stream HTTP/1.1\r\nHost: bench\r\n\r\n"
            try await outbound.write(ByteBuffer(string: request))
            // An event's first line may be cut by the end of a piece.
            var rest: [UInt8] = []
            let mark = Array("\nid: ".utf8)
            for try await piece in inbound {
                let now = ContinuousClock.now
                let bytes = rest + piece.readableBytesView
                rest = Array(bytes.suffix(mark.count + 20))
                var place = bytes.startIndex
                while let range = bytes[place...].firstRange(of: mark) {
                    let digits = bytes[range.upperBound...].prefix { $0 >= 48 && $0 <= 57 }
                    place = range.upperBound
                    // Cut off before its end, it is met again with the next piece.
                    guard digits.endIndex < bytes.endIndex, let seq = Int64(String(decoding: digits, as: UTF8.self))
                    else {
                        break
                    }
                    seen.withLock { if $0.last?.seq ?? -1 < seq { $0.append((seq, now)) } }
                }
            }
        }
    }

    /// How long after its confirmation each vote was on a board here; `nil` for those that never were.
    func delays(of votes: [PacedVoters.Confirmed]) -> [Duration?] {
        let boards = boards
        return votes.map { vote in
            var (low, high) = (0, boards.count)
            while low < high {
                let middle = (low + high) / 2
                if boards[middle].seq >= vote.seq { high = middle } else { low = middle + 1 }
            }
            return low < boards.count ? max(.zero, vote.at.duration(to: boards[low].at)) : nil
        }
    }
}
