import Foundation

/// Where the server's programs are, and as whom they can run.
struct ServerPrograms {
    let directory: String

    /// The user to become, where this process runs as root.
    let user: String?

    func path(_ program: String) -> String { "\(directory)/\(program)" }

    /// Finds the newest installed server.
    static func find() throws -> ServerPrograms {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        let found = versions.sorted(by: >).map { "\(root)/\($0)/bin" }
            .first { FileManager.default.isExecutableFile(atPath: "\($0)/initdb") }
        guard let found else {
            throw TestCluster.Failure(
                description: "no PostgreSQL server under \(root): install one (apt-get install postgresql)"
            )
        }
        guard getuid() == 0 else { return ServerPrograms(directory: found, user: nil) }
        let candidates: [String] = ["postgres", "nobody"]
        guard let user = candidates.first(where: { name in unsafe getpwnam(name) != nil }) else {
            throw TestCluster.Failure(
                description: "the server refuses root, and there is no user postgres or nobody to run it as"
            )
        }
        return ServerPrograms(directory: found, user: user)
    }
}
