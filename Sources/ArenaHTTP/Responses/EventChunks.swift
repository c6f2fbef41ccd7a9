import ArenaCore
import NIOCore

/// The body of a stream of events: at each wake-up the newest board, or a sign of life where the client has seen it.
///
/// Nothing waits for a client that reads slowly but the one chunk that is being written to it.
struct EventChunks: AsyncSequence, Sendable {
    let wakes: AsyncStream<Void>
    let publisher: SnapshotPublisher
    let bytes: SnapshotBytes
    /// What the client has seen before it came back.
    let seen: String?
    let isZipped: Bool

    private static let opening = ByteBuffer(string: "retry: 1000\n\n")
    private static let beat = ByteBuffer(string: ": \n\n")
    private static let zippedOpening = Gzip.block(Array(opening.readableBytesView))
    private static let zippedBeat = Gzip.block(Array(beat.readableBytesView))

    struct AsyncIterator: AsyncIteratorProtocol {
        private enum Phase {
            case opening, events, ended
        }

        let chunks: EventChunks
        private var wakes: AsyncStream<Void>.AsyncIterator
        private var phase = Phase.opening
        private var total = Gzip.Total()
        private var last: String?

        init(_ chunks: EventChunks) {
            self.chunks = chunks
            wakes = chunks.wakes.makeAsyncIterator()
            last = chunks.seen
        }

        mutating func next() async -> ByteBuffer? {
            switch phase {
            case .opening:
                phase = .events
                var chunk = chunks.isZipped ? ByteBuffer(bytes: Gzip.streamHeader) : ByteBuffer()
                chunk.writeImmutableBuffer(self.chunk(EventChunks.opening, EventChunks.zippedOpening))
                return chunk
            case .events:
                guard await wakes.next(isolation: #isolation) != nil else {
                    phase = .ended
                    return chunks.isZipped ? ByteBuffer(bytes: total.end) : nil
                }
                guard let event = chunks.publisher.current.map(chunks.bytes.event), event.id != last else {
                    return chunk(EventChunks.beat, EventChunks.zippedBeat)
                }
                last = event.id
                return chunk(event.plain, event.zipped)
            case .ended:
                return nil
            }
        }

        private mutating func chunk(_ plain: ByteBuffer, _ zipped: Gzip.Block) -> ByteBuffer {
            guard chunks.isZipped else { return plain }
            total.add(zipped)
            return ByteBuffer(bytes: zipped.bytes)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}
