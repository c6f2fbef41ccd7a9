import Dispatch
import Synchronization
import Testing

@testable import Postgres

@Suite struct CancellerTests {
    /// What happened, in order.
    final class Journal: Sendable {
        private let entries = Mutex<[String]>([])
        var all: [String] { entries.withLock { $0 } }
        func add(_ entry: String) { entries.withLock { $0.append(entry) } }
    }

    @Test func commandEndsAfterTheRequestOnItsWay() async throws {
        let journal = Journal()
        let started = DispatchSemaphore(value: 0)
        let release = DispatchSemaphore(value: 0)
        let canceller = Canceller(loop: .next()) {
            started.signal()
            release.wait()
            journal.add("sent")
        } abandon: {
        }
        let token = canceller.begin()
        canceller.cancel(token)
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "test").async {
                started.wait()
                continuation.resume()
            }
        }
        let ending = Task {
            let wasCancelled = await canceller.end(token)
            journal.add("ended")
            return wasCancelled
        }
        try await Task.sleep(for: .milliseconds(50))
        release.signal()
        #expect(await ending.value)
        #expect(journal.all == ["sent", "ended"])
    }

    @Test func laterCommandIsLeftAlone() async {
        let journal = Journal()
        let canceller = Canceller(loop: .next()) {
            journal.add("sent")
        } abandon: {
        }
        let first = canceller.begin()
        #expect(await canceller.end(first) == false)
        let second = canceller.begin()
        canceller.cancel(first)
        #expect(await canceller.end(second) == false)
        #expect(journal.all.isEmpty)
    }
}
