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

    /// The results of two pieces of different kinds.
    package static func both<One: Sendable, Other: Sendable>(
        _ one: @Sendable () -> One,
        and other: @Sendable () -> Other
    ) -> (One, Other) {
        let results = Mutex<(One?, Other?)>((nil, nil))
        DispatchQueue.concurrentPerform(iterations: 2) { number in
            if number == 0 {
                let result = one()
                results.withLock { $0.0 = result }
            } else {
                let result = other()
                results.withLock { $0.1 = result }
            }
        }
        guard case (let first?, let second?) = results.withLock({ $0 }) else { preconditionFailure("both have run") }
        return (first, second)
    }
}
