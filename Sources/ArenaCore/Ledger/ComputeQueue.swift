import Dispatch

/// Runs long computations on a thread of their own, so that no event loop and no cooperative thread waits for a fit.
struct ComputeQueue: Sendable {
    private let queue = DispatchQueue(label: "arena.compute", qos: .userInitiated)

    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }
}
