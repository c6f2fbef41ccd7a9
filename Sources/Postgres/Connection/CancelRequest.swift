internal import CLibPQ

/// Owner of one `PGcancel`, which asks the server to cancel whatever its connection is running.
///
/// `@safe` and `@unchecked Sendable`: libpq's cancel object is a constant copy of what the request needs, made so that
/// it can be used from any thread.
@safe
final class CancelRequest: @unchecked Sendable {
    private let cancel: OpaquePointer

    init(owning cancel: OpaquePointer) { unsafe self.cancel = cancel }

    deinit { unsafe PQfreeCancel(cancel) }

    /// Sends the request and waits, blocking the thread, until the server has passed it on.
    func send() {
        var buffer = [CChar](repeating: 0, count: 256)
        // A failure needs no answer: the request is repeated until the command ends.
        _ = unsafe PQcancel(cancel, &buffer, Int32(buffer.count))
    }
}
