internal import Synchronization

/// What a task is in the middle of on some connection: a transaction, or a stream that leaves no room for a command.
///
/// It travels as a task-local value, so that the commands of a transaction's body (and of its child tasks) are told
/// from those of other tasks that share the connection.
final class CommandScope: Sendable {
    enum Kind: Sendable {
        case transaction
        case stream(String)
    }

    let connection: ObjectIdentifier
    let kind: Kind
    let parent: CommandScope?
    private let ended = Atomic<Bool>(false)

    init(connection: ObjectIdentifier, kind: Kind) {
        self.connection = connection
        self.kind = kind
        parent = Self.current
    }

    @TaskLocal static var current: CommandScope?

    /// The innermost scope of the running task on a connection.
    static func innermost(on connection: ObjectIdentifier) -> CommandScope? {
        var scope = current
        // An unstructured task that outlives the scope it was made in keeps the value, and is like any other task then.
        while let candidate = scope, candidate.connection != connection || candidate.isEnded {
            scope = candidate.parent
        }
        return scope
    }

    var isEnded: Bool { ended.load(ordering: .acquiring) }
    func end() { ended.store(true, ordering: .releasing) }
}
