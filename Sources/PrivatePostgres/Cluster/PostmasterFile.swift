import SystemPackage

/// What a server writes about itself into `postmaster.pid`, a fixed line for each item.
struct PostmasterFile: Equatable {
    let processID: Int32
    /// Whether the server accepts connections.
    let isReady: Bool

    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // A standalone server (no postmaster) writes its process id with a minus sign.
        guard let first = lines.first, let number = Int32(first), number != 0, number != .min else { return nil }
        processID = abs(number)
        isReady = lines.count > 7 && String(lines[7]).trimmed == "ready"
    }

    static func path(in cluster: String) -> String { cluster + "/postmaster.pid" }

    /// The file of a cluster, or nil when there is none to be understood.
    static func read(cluster: String) throws -> PostmasterFile? {
        do {
            return try FileSystem.text(of: path(in: cluster)).flatMap { PostmasterFile(text: $0) }
        } catch {
            throw PrivatePostgresError.cannot("read", path(in: cluster), error)
        }
    }
}
