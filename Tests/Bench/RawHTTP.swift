import NIOCore
import NIOPosix

/// A connection that speaks just enough HTTP to cost little beside what it measures.
struct RawHTTP {
    typealias Channel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func connect(port: Int) async throws -> Channel {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Channel(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// Reads answers with a known length, one at a time.
    struct Reader {
        private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private var buffer = ByteBuffer()

        init(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) { self.inbound = inbound.makeAsyncIterator() }

        /// The next answer's status and body.
        mutating func answer() async throws -> (status: Int, body: ByteBuffer) {
            while true {
                if let answer = try parsed() { return answer }
                guard let piece = try await inbound.next(isolation: #isolation) else {
                    throw BenchFailure("the server closed a connection")
                }
                buffer.writeImmutableBuffer(piece)
            }
        }

        private mutating func parsed() throws -> (status: Int, body: ByteBuffer)? {
            let view = buffer.readableBytesView
            guard let head = view.firstRange(of: [13, 10, 13, 10]) else { return nil }
            let text = String(decoding: view[..<head.lowerBound], as: UTF8.self).lowercased()
            guard let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
                let line = text.split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
                let length = Int(line.dropFirst(15).drop { $0 == " " })
            else { throw BenchFailure("an answer without a length: \(text)") }
            let start = head.upperBound - view.startIndex
            guard buffer.readableBytes >= start + length else { return nil }
            buffer.moveReaderIndex(forwardBy: start)
            guard let body = buffer.readSlice(length: length) else { return nil }
            buffer.discardReadBytes()
            return (status, body)
        }
    }
}
