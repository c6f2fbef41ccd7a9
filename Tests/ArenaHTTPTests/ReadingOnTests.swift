import ArenaCore
import HTTPTypes
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@testable import ArenaHTTP

@Suite("Whoever does not read the answers is not read from", .timeLimit(.minutes(2)))
struct ReadingOnTests {
    /// Counts how often more is asked for of the network.
    private final class Reads: ChannelOutboundHandler {
        typealias OutboundIn = HTTPResponsePart

        private(set) var count = 0

        func read(context: ChannelHandlerContext) {
            count += 1
            context.read()
        }
    }

    private func withLane(_ body: (EmbeddedChannel, Reads) throws -> Void) async throws {
        try await withArena { arena in
            let bytes = SnapshotBytes()
            let services = FastLane.Services(
                publisher: arena.publisher,
                bytes: bytes,
                votes: arena.votes,
                exchange: VoteExchange(
                    publisher: arena.publisher,
                    pseudonyms: arena.pseudonyms,
                    bytes: bytes,
                    proxies: HTTPConfiguration().trustedProxies
                ),
                configuration: HTTPConfiguration(),
                requests: RequestRecord(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            )
            let channel = EmbeddedChannel()
            let reads = Reads()
            try channel.pipeline.syncOperations.addHandlers([reads, FastLane(services)])
            try body(channel, reads)
        }
    }

    @Test func readsAreHeldWhileAnswersWaitAndGoOnAfter() async throws {
        try await withLane { channel, reads in
            channel.read()
            #expect(reads.count == 1)
            channel.isWritable = false
            channel.pipeline.fireChannelWritabilityChanged()
            for _ in 0..<3 { channel.read() }
            #expect(reads.count == 1)
            channel.isWritable = true
            channel.pipeline.fireChannelWritabilityChanged()
            #expect(reads.count == 2, "what was held is one read, and is made up for")
            channel.pipeline.fireChannelWritabilityChanged()
            #expect(reads.count == 2, "nothing was held")
            channel.read()
            #expect(reads.count == 3)
        }
    }

    @Test func whatHasBeenReadIsAnsweredAllTheSame() async throws {
        try await withLane { channel, _ in
            channel.isWritable = false
            let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/api/v1/leaderboard")
            try channel.writeInbound(HTTPRequestPart.head(request))
            try channel.writeInbound(HTTPRequestPart.end(nil))
            guard case .head(let head) = try channel.readOutbound(as: HTTPResponsePart.self) else {
                Issue.record("no answer")
                return
            }
            #expect(head.status == .ok)
        }
    }
}
