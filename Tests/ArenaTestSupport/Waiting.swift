/// Waits until a condition holds, looking often, and gives up after `limit`.
///
/// - Returns: whether it came to hold.
public func eventually(
    within limit: Duration = .seconds(20),
    _ condition: () async throws -> Bool
) async rethrows -> Bool {
    let start = ContinuousClock.now
    while true {
        if try await condition() { return true }
        if start.duration(to: .now) > limit { return false }
        try? await Task.sleep(for: .milliseconds(10))
    }
}
