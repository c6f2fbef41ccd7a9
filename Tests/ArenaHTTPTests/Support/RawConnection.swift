import NIOCore
import NIOPosix

/// A connection that sends whatever bytes it is given.
struct RawConnection {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    static func open(port: Int) async throws -> RawConnection {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "localhost", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(isOutboundHalfClosureEnabled: true)
                    )
                }
            }
        return RawConnection(channel: channel)
    }

    /// Sends the pieces one after the other and reads until the server closes the connection.
    static func exchange(port: Int, _ pieces: [String], pause: Duration = .zero) async throws -> String {
        try await open(port: port).exchange(pieces, pause: pause)
    }

    /// Sends the pieces one after the other and reads until the server closes the connection.
    func exchange(_ pieces: [String], pause: Duration = .zero, afterwards: () async -> Void = {}) async throws -> String
    {
        String(decoding: try await exchangeBytes(pieces, pause: pause, afterwards: afterwards), as: UTF8.self)
    }

    func exchangeBytes(
        _ pieces: [String],
        pause: Duration = .zero,
        afterwards: () async -> Void = {}
    ) async throws -> [UInt8] {
        try await channel.executeThenClose { inbound, outbound in
            for piece in pieces {
                // A server that has closed the connection is what some of the tests are after.
                guard (try? await outbound.write(ByteBuffer(string: piece))) != nil else { break }
                if pause > .zero { try await Task.sleep(for: pause) }
            }
            await afterwards()
            var received: [UInt8] = []
            do {
                for try await buffer in inbound { received += buffer.readableBytesView }
            } catch is IOError {
                // Reset by the server: what came before counts.
            }
            return received
        }
    }

    /// Sends a request and hands the body a reader of what comes back, for answers that do not end by themselves.
    func converse<Value>(
        _ request: String,
        _ body: (inout Reader) async throws -> Value
    ) async throws -> Value {
        try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var reader = Reader(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&reader)
        }
    }

    /// Reads piece by piece and keeps everything.
    struct Reader {
        fileprivate var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        private(set) var received: [UInt8] = []

        fileprivate init(
            inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
            outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) {
            self.inbound = inbound
            self.outbound = outbound
        }

        /// Sends more.
        func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

        var text: String { String(decoding: received, as: UTF8.self) }

        /// Reads until what was read fits, or the connection ends.
        mutating func read(until fits: (Reader) -> Bool) async throws {
            while !fits(self), let buffer = try await inbound.next(isolation: #isolation) {
                received += buffer.readableBytesView
            }
        }

        /// Whether what was read ends so, without reading all of it as text.
        func ends(with text: String) -> Bool { received.suffix(text.utf8.count).elementsEqual(text.utf8) }

        /// The number that the last event's identifier begins with, found from the end.
        var lastEventID: String? {
            let mark = Array("\nid: ".utf8)
            var place = received.endIndex - mark.count
            while place >= 0, !received[place..<(place + mark.count)].elementsEqual(mark) { place -= 1 }
            guard place >= 0 else { return nil }
            let digits = received[(place + mark.count)...].prefix { $0 != UInt8(ascii: "-") }
            return String(decoding: digits, as: UTF8.self)
        }

        /// The body of a chunked answer as text, as far as it was read.
        var bodyText: String { String(decoding: body, as: UTF8.self) }

        /// The body of a chunked answer, as far as it was read.
        var body: [UInt8] {
            guard let head = received.firstRange(of: Array("\r\n\r\n".utf8)) else { return [] }
            var rest = received[head.upperBound...]
            var body: [UInt8] = []
            while let line = rest.firstRange(of: Array("\r\n".utf8)),
                let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16),
                rest.endIndex - line.upperBound >= size + 2, size > 0
            {
                body += rest[line.upperBound..<(line.upperBound + size)]
                rest = rest[(line.upperBound + size + 2)...]
            }
            return body
        }
    }
}
