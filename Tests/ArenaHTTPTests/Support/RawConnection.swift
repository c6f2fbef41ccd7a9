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

    func exchange(_ pieces: [String], pause: Duration = .zero, afterwards: () async -> Void = {}) async throws -> String
    {
        try await channel.executeThenClose { inbound, outbound in
            for piece in pieces {
                // A server that has closed the connection is what some of the tests are after.
                guard (try? await outbound.write(ByteBuffer(string: piece))) != nil else { break }
                if pause > .zero { try await Task.sleep(for: pause) }
            }
            await afterwards()
            var received = ByteBuffer()
            do {
                for try await buffer in inbound { received.writeImmutableBuffer(buffer) }
            } catch is IOError {
                // Reset by the server: what came before counts.
            }
            return String(buffer: received)
        }
    }
}
