import Dispatch
import Synchronization

/// Work in independent pieces, done by all processors; what comes out does not depend on who does what when.
package enum Parallel {
    /// The results of `piece` for `0 ..< count`, in order.
    package static func map<Result: Sendable>(_ count: Int, _ piece: @Sendable (Int) -> Result) -> [Result] {
        guard count > 1 else { return count == 1 ? [piece(0)] : [] }
        let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { number in
            let result = piece(number)
            results.withLock { $0[number] = result }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
