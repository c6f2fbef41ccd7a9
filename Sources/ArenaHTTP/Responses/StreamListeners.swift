import ArenaCore
import NIOCore
import ServiceLifecycle
import Synchronization

/// The clients that listen to the board's stream: wakes them all at each new board, and now and then without one.
final class StreamListeners: Service {
    private struct Room {
        var wakes: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
        var isClosed = false
    }

    /// How often something is sent to a silent stream: proxies end connections that are silent, and only sending shows that
    /// a client is gone.
    private static let heartbeat = Duration.seconds(15)

    private let publisher: SnapshotPublisher
    private let limit: Int
    private let room = Mutex(Room())

    init(publisher: SnapshotPublisher, limit: Int) {
        self.publisher = publisher
        self.limit = limit
    }

    /// How many there are.
    var count: Int { room.withLock { $0.wakes.count } }

    /// Wake-ups for one more client, the first at once, until its connection ends; several that nobody waited for are one.
    ///
    /// - Returns: `nil` when there are too many clients.
    func listen(until closed: EventLoopFuture<Void>) -> AsyncStream<Void>? {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number: Int? = room.withLock { room in
            guard room.wakes.count < limit, !room.isClosed else { return nil }
            room.next += 1
            room.wakes[room.next] = wake
            return room.next
        }
        guard let number else { return nil }
        wake.onTermination = { [weak self] _ in
            self?.room.withLock { _ = $0.wakes.removeValue(forKey: number) }
        }
        // Without this a client that is gone would be noticed when something is next sent to it.
        closed.whenComplete { _ in wake.finish() }
        wake.yield()
        return wakes
    }

    /// Wakes them until graceful shutdown.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await _ in self.publisher.states().cancelOnGracefulShutdown() { self.wakeAll() }
            }
            group.addTask {
                await cancelWhenGracefulShutdown {
                    while (try? await Task.sleep(for: Self.heartbeat)) != nil { self.wakeAll() }
                }
            }
        }
        close()
    }

    /// Ends all streams, and takes no more.
    func close() {
        let wakes = room.withLock { room in
            room.isClosed = true
            return Array(room.wakes.values)
        }
        for wake in wakes { wake.finish() }
    }

    private func wakeAll() {
        for wake in room.withLock({ Array($0.wakes.values) }) { wake.yield() }
    }
}
