/// The statements prepared on one connection, bounded, with the least recently used dropped first.
struct StatementCache {
    /// What makes two statements the same: the SQL and the types of its parameters.
    struct Key: Hashable {
        let sql: String
        let types: [PostgresDataType]
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var clock: UInt64 = 0
    private var made: UInt64 = 0

    /// Statements that the server still holds and this cache has dropped.
    private(set) var dropped: [String] = []

    init(capacity: Int) { self.capacity = max(1, capacity) }

    var count: Int { entries.count }

    /// The name under which the statement is prepared, if it is.
    mutating func name(for key: Key) -> String? {
        clock += 1
        guard let index = entries.index(forKey: key) else { return nil }
        entries.values[index].lastUse = clock
        return entries.values[index].name
    }

    /// A name that no statement of this connection has had.
    mutating func makeName() -> String {
        made += 1
        return "s\(made)"
    }

    /// Notes that the server has prepared the statement.
    mutating func insert(_ key: Key, name: String) {
        if let old = entries[key] {
            dropped.append(old.name)
        } else if entries.count >= capacity {
            // A scan of a few hundred entries, on the way to a round trip to the server that costs far more.
            if let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key { remove(oldest) }
        }
        clock += 1
        entries[key] = Entry(name: name, lastUse: clock)
    }

    /// Drops a statement; `isGone` says that the server does not have it any more.
    mutating func remove(_ key: Key, isGone: Bool = false) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        if !isGone { dropped.append(entry.name) }
    }

    /// Hands over the names to deallocate.
    mutating func takeDropped() -> [String] {
        defer { dropped = [] }
        return dropped
    }
}
