import Glibc
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
            // What follows a blank line is an event's first line, its number; it may be cut by the end of a piece.
            var rest = ByteBuffer()
            for try await var piece in inbound {
                let now = ContinuousClock.now
                rest.writeBuffer(&piece)
                while let seq = Self.nextSeq(&rest) {
                    seen.withLock { if $0.last?.seq ?? -1 < seq { $0.append((seq, now)) } }
                }
            }
        }
    }

    /// Reads up to the end of the next event's number; nil, with what may be its beginning kept, when there is none in full.
    private static func nextSeq(_ buffer: inout ByteBuffer) -> Int64? {
        let mark = Array("id: ".utf8)
        // The C library's search: these boards are large and many, and all of them go by the processor that is measured.
        while let end = unsafe buffer.withUnsafeReadableBytes({ bytes -> Int? in
            guard let start = bytes.baseAddress, let found = unsafe memchr(start, 10, bytes.count) else { return nil }
            return unsafe UnsafeRawPointer(found) - start
        }) {
            let rest = buffer.readableBytesView.dropFirst(end + 1)
            guard rest.count > mark.count else { return nil }
            guard rest.starts(with: mark) else {
                buffer.moveReaderIndex(to: rest.startIndex)
                continue
            }
            let digits = rest.dropFirst(mark.count).prefix { $0 >= 48 && $0 <= 57 }
            guard digits.endIndex < rest.endIndex else { return nil }
            buffer.moveReaderIndex(to: digits.endIndex)
            return Int64(String(decoding: digits, as: UTF8.self))
        }
        buffer.clear()
        return nil
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
